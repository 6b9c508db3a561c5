package com.latticex.rosetta.network.memory;

import com.latticex.rosetta.error.PeerException;
import com.latticex.rosetta.error.ProtocolException;
import com.latticex.rosetta.network.Channel;
import com.latticex.rosetta.network.Link;
import com.latticex.rosetta.network.Message;
import com.latticex.rosetta.network.Tag;
import com.latticex.rosetta.network.Traffic;
import com.latticex.rosetta.network.TrafficMeter;
import com.latticex.rosetta.party.Role;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** One party's end of an {@link InMemoryMesh}. */
final class InMemoryChannel implements Channel {
    private final InMemoryMesh mesh;
    private final Role self;
    private final TrafficMeter meter;

    InMemoryChannel(InMemoryMesh mesh, Role self) {
        this.mesh = mesh;
        this.self = self;
        this.meter = new TrafficMeter(self);
    }

    @Override
    public Role self() {
        return self;
    }

    @Override
    public void send(Role peer, Tag tag, int round, List<MemorySegment> parts) {
        byte[] payload = Message.gather(parts, Math.toIntExact(Message.length(parts)));
        mesh.observe(new Link(self, peer), tag, round, payload);
        try {
            mesh.mailbox(self, peer).put(tag, new Message(payload, round));
        } catch (ProtocolException e) {
            mesh.fail(e);
            throw e;
        }
        meter.sent(peer, payload.length);
    }

    @Override
    public int receive(Role peer, Tag tag, List<MemorySegment> parts) {
        Message message = mesh.mailbox(peer, self).take(tag);
        message.checkLength(new Link(peer, self), tag, Message.length(parts));
        message.scatter(parts);
        meter.received(peer, message.payload().length);
        return message.round() + 1;
    }

    @Override
    public Traffic traffic() {
        return meter.traffic();
    }

    @Override
    public void abort(String cause) {
        mesh.fail(new PeerException(self + " aborted the session: " + cause));
    }

    @Override
    public void close() {
        for (Role peer : Role.values()) {
            if (peer != self) {
                mesh.mailbox(self, peer).end();
                mesh.mailbox(peer, self)
                        .fail(new PeerException(self + " has finished and closed its channel to " + peer));
            }
        }
    }
}
