package com.latticex.rosetta.network.memory;

import com.latticex.rosetta.error.RosettaException;
import com.latticex.rosetta.network.Channel;
import com.latticex.rosetta.network.Link;
import com.latticex.rosetta.network.LinkLimits;
import com.latticex.rosetta.network.Mailbox;
import com.latticex.rosetta.network.Tag;
import com.latticex.rosetta.party.Role;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Three channels joined in memory. A failure at one party fails all three. */
public final class InMemoryMesh implements AutoCloseable {
    private final Map<Link, Mailbox> mailboxes = new HashMap<>();
    private final Map<Role, InMemoryChannel> channels = new EnumMap<>(Role.class);
    private final MessageObserver observer;

    private InMemoryMesh(Duration timeout, LinkLimits limits, MessageObserver observer) {
        this.observer = observer;
        for (Role from : Role.values()) {
            for (Role to : Role.values()) {
                if (from != to) {
                    Link link = new Link(from, to);
                    mailboxes.put(link, new Mailbox(link, limits, timeout));
                }
            }
            channels.put(from, new InMemoryChannel(this, from));
        }
    }

    /** @param timeout longest wait of a send or a receive */
    public static InMemoryMesh create(Duration timeout) {
        return create(timeout, LinkLimits.DEFAULT, (link, tag, round, payload) -> {});
    }

    /** A mesh whose messages are observed, before they are delivered. */
    public static InMemoryMesh create(Duration timeout, LinkLimits limits, MessageObserver observer) {
        return new InMemoryMesh(timeout, limits, observer);
    }

    public Channel channel(Role role) {
        return Objects.requireNonNull(channels.get(role));
    }

    /** Messages sent and not received, on all links: 0 after a complete run. */
    public int unread() {
        return mailboxes.values().stream().mapToInt(Mailbox::unread).sum();
    }

    @Override
    public void close() {
        channels.values().forEach(InMemoryChannel::close);
    }

    Mailbox mailbox(Role from, Role to) {
        return Objects.requireNonNull(mailboxes.get(new Link(from, to)));
    }

    void observe(Link link, Tag tag, int round, byte[] payload) {
        observer.sent(link, tag, round, payload.clone());
    }

    void fail(RosettaException cause) {
        mailboxes.values().forEach(mailbox -> mailbox.fail(cause));
    }
}
