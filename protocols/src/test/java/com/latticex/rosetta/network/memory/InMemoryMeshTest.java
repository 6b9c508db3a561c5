package com.latticex.rosetta.network.memory;

import static org.assertj.core.api.Assertions.assertThat;

import com.latticex.rosetta.network.Channel;
import com.latticex.rosetta.network.ChannelContract;
import com.latticex.rosetta.network.Link;
import com.latticex.rosetta.network.LinkLimits;
import com.latticex.rosetta.network.Tag;
import com.latticex.rosetta.party.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InMemoryMeshTest extends ChannelContract {
    @Override
    protected Mesh open(Duration timeout, LinkLimits limits) {
        InMemoryMesh mesh = InMemoryMesh.create(timeout, limits, (link, tag, round, payload) -> {});
        return new Mesh() {
            @Override
            public Channel channel(Role role) {
                return mesh.channel(role);
            }

            @Override
            public void close() {
                mesh.close();
            }
        };
    }

    @Test
    void theObserverSeesEveryMessageAndUnreadOnesAreCounted() {
        List<String> seen = new ArrayList<>();
        try (InMemoryMesh mesh = InMemoryMesh.create(
                Duration.ofSeconds(5),
                LinkLimits.DEFAULT,
                (link, tag, round, payload) -> seen.add(link + " " + tag + " " + round + " " + payload.length))) {
            send(mesh.channel(Role.P0), Role.P1, new Tag("a", 0, 0), new byte[8]);
            send(mesh.channel(Role.P2), Role.P1, new Tag("b", 4, 1), new byte[3]);
            receive(mesh.channel(Role.P1), Role.P0, new Tag("a", 0, 0), 8);
            assertThat(seen).containsExactly(new Link(Role.P0, Role.P1) + " a#0/0 0 8", "2->1 b#4/1 0 3");
            assertThat(mesh.unread()).isEqualTo(1);
        }
    }
}
