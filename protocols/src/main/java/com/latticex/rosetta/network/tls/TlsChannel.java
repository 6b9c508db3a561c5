package com.latticex.rosetta.network.tls;

import com.latticex.rosetta.network.Channel;
import com.latticex.rosetta.network.Link;
import com.latticex.rosetta.network.Message;
import com.latticex.rosetta.network.Tag;
import com.latticex.rosetta.network.Traffic;
import com.latticex.rosetta.network.TrafficMeter;
import com.latticex.rosetta.party.Role;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The channel of a {@link TlsMesh}. */
final class TlsChannel implements Channel {
    private final TlsMesh mesh;
    private final Session session;
    private final TrafficMeter meter;

    TlsChannel(TlsMesh mesh, Session session) {
        this.mesh = mesh;
        this.session = session;
        this.meter = new TrafficMeter(session.self());
    }

    @Override
    public Role self() {
        return session.self();
    }

    @Override
    public void send(Role peer, Tag tag, int round, List<MemorySegment> parts) {
        meter.sent(peer, session.link(peer).outbox().send(tag, round, parts));
    }

    @Override
    public int receive(Role peer, Tag tag, List<MemorySegment> parts) {
        Message message = session.link(peer).mailbox().take(tag);
        message.checkLength(new Link(peer, self()), tag, Message.length(parts));
        message.scatter(parts);
        meter.received(peer, message.payload().length);
        return message.round() + 1;
    }

    @Override
    public Traffic traffic() {
        return meter.traffic();
    }

    @Override
    public Map<Link, Long> checksums() {
        Map<Link, Long> checksums = new HashMap<>();
        for (PeerLink link : session.links()) {
            checksums.put(new Link(self(), link.peer()), link.line().sent().value());
            checksums.put(new Link(link.peer(), self()), link.line().received().value());
        }
        return checksums;
    }

    @Override
    public void abort(String cause) {
        session.abortedBy(self(), cause);
    }

    @Override
    public void close() {
        mesh.close();
    }
}
