package com.latticex.rosetta.network.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.latticex.rosetta.party.Role;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Parties started side by side: what became of each. */
final class Starts implements AutoCloseable {
    private final Map<Role, TlsMesh> meshes = new EnumMap<>(Role.class);
    private final Map<Role, Throwable> errors = new EnumMap<>(Role.class);

    /** Starts a party for each of the settings and waits until each is connected or has failed. */
    static Starts of(Map<MeshSettings, Agreement> parties) {
        Starts starts = new Starts();
        Map<Role, Future<TlsMesh>> futures = new EnumMap<>(Role.class);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            parties.forEach((settings, agreement) ->
                    futures.put(settings.self(), threads.submit(() -> TlsMesh.connect(settings, agreement))));
        }
        futures.forEach((role, future) -> {
            try {
                starts.meshes.put(role, future.get());
            } catch (ExecutionException e) {
                starts.errors.put(role, e.getCause());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        return starts;
    }

    TlsMesh mesh(Role role) {
        assertThat(errors).isEmpty();
        return Objects.requireNonNull(meshes.get(role));
    }

    @Nullable
    Throwable error(Role role) {
        return errors.get(role);
    }

    /** Lets a party vanish as a killed process does. */
    void kill(Role role) {
        Objects.requireNonNull(meshes.remove(role)).drop();
    }

    @Override
    public void close() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            meshes.values().forEach(mesh -> threads.execute(mesh::close));
        }
    }
}
