package com.latticex.rosetta.network;

import com.latticex.rosetta.party.Role;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts one party's messages and payload bytes by link. For meshes. */
public final class TrafficMeter {
    private record Count(LongAdder bytes, LongAdder messages) {
        void add(long n) {
            bytes.add(n);
            messages.increment();
        }
    }

    private final Role self;
    private final Map<Link, Count> counts = new LinkedHashMap<>();

    public TrafficMeter(Role self) {
        this.self = self;
        for (Role peer : Role.values()) {
            if (peer != self) {
                counts.put(new Link(self, peer), new Count(new LongAdder(), new LongAdder()));
                counts.put(new Link(peer, self), new Count(new LongAdder(), new LongAdder()));
            }
        }
    }

    public void sent(Role peer, long bytes) {
        count(new Link(self, peer)).add(bytes);
    }

    public void received(Role peer, long bytes) {
        count(new Link(peer, self)).add(bytes);
    }

    public Traffic traffic() {
        Map<Link, Long> bytes = new LinkedHashMap<>();
        Map<Link, Long> messages = new LinkedHashMap<>();
        counts.forEach((link, count) -> {
            bytes.put(link, count.bytes().sum());
            messages.put(link, count.messages().sum());
        });
        return new Traffic(bytes, messages);
    }

    private Count count(Link link) {
        Count count = counts.get(link);
        if (count == null) {
            throw new IllegalArgumentException("no link " + link + " at " + self);
        }
        return count;
    }
}
