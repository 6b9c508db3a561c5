package com.latticex.rosetta.party;

import com.latticex.rosetta.error.PeerException;
import com.latticex.rosetta.error.ProtocolException;
import com.latticex.rosetta.network.Channel;
import com.latticex.rosetta.network.Link;
import com.latticex.rosetta.network.Tag;
import com.latticex.rosetta.network.Traffic;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Three channels through one map. */
final class TestMesh {
    private record Key(Link link, Tag tag) {}

    @SuppressWarnings("ArrayRecordComponent")
    private record Message(int round, byte[] bytes) {}

    private final Map<Key, Message> waiting = new HashMap<>();
    private @Nullable String failure;

    Channel channel(Role self) {
        return new End(self);
    }

    private final class End implements Channel {
        private final Role self;
        private final Map<Link, Long> bytes = new HashMap<>();
        private final Map<Link, Long> messages = new HashMap<>();

        End(Role self) {
            this.self = self;
        }

        @Override
        public Role self() {
            return self;
        }

        private void count(Link link, long size) {
            bytes.merge(link, size, Long::sum);
            messages.merge(link, 1L, Long::sum);
        }

        @Override
        public void send(Role peer, Tag tag, int round, List<MemorySegment> parts) {
            byte[] all = new byte
                    [(int) parts.stream().mapToLong(MemorySegment::byteSize).sum()];
            int at = 0;
            for (MemorySegment part : parts) {
                MemorySegment.copy(part, 0, MemorySegment.ofArray(all), at, part.byteSize());
                at += (int) part.byteSize();
            }
            Link link = new Link(self, peer);
            synchronized (waiting) {
                count(link, all.length);
                if (waiting.put(new Key(link, tag), new Message(round, all)) != null) {
                    throw new ProtocolException("message " + tag + " on " + link + " twice");
                }
                waiting.notifyAll();
            }
        }

        @Override
        public int receive(Role peer, Tag tag, List<MemorySegment> parts) {
            Link link = new Link(peer, self);
            Message message;
            long limit = System.nanoTime() + 60_000_000_000L;
            synchronized (waiting) {
                while ((message = waiting.remove(new Key(link, tag))) == null) {
                    if (failure != null || System.nanoTime() > limit) {
                        throw new PeerException("waiting for " + tag + " on " + link + ": " + failure);
                    }
                    try {
                        waiting.wait(1000);
                    } catch (InterruptedException e) {
                        throw new PeerException("interrupted", e);
                    }
                }
                count(link, message.bytes.length);
            }
            long at = 0;
            long size = parts.stream().mapToLong(MemorySegment::byteSize).sum();
            if (size != message.bytes.length) {
                throw new ProtocolException(
                        "message " + tag + " on " + link + " has " + message.bytes.length + " bytes, not " + size);
            }
            for (MemorySegment part : parts) {
                MemorySegment.copy(MemorySegment.ofArray(message.bytes), at, part, 0, part.byteSize());
                at += part.byteSize();
            }
            return message.round + 1;
        }

        @Override
        public Traffic traffic() {
            synchronized (waiting) {
                return new Traffic(bytes, messages);
            }
        }

        @Override
        public void abort(String cause) {
            synchronized (waiting) {
                if (failure == null) {
                    failure = cause;
                }
                waiting.notifyAll();
            }
        }

        @Override
        public void close() {}
    }
}
