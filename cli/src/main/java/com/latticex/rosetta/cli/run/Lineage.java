package com.latticex.rosetta.cli.run;

import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.network.Channel;
import com.latticex.rosetta.party.Role;
import com.latticex.rosetta.tensorflow.checkpoint.Binding;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a run comes from.
 *
 * @param session identifies it from its first start, over all interruptions
 * @param epoch PRG epoch: drawn by all three parties, so that it is new if it is new to one of them
 * @param from the checkpoint to go on from, or null for the beginning
 */
record Lineage(String session, long epoch, @Nullable Binding from) {
    private static final int SESSION_BYTES = 32;
    private static final int SESSION_LONGS = SESSION_BYTES / Long.BYTES;
    private static final int RANDOM_LONGS = 2;
    private static final int POINT_LONGS = SESSION_LONGS + 2;

    /** A checkpoint of which the parties speak: one name, one content at each party. */
    private record Point(String session, long epoch, long step) {
        @Override
        public String toString() {
            return "step " + step + " of session " + session.substring(0, 8) + ", epoch " + Long.toHexString(epoch);
        }
    }

    /**
     * Agrees with the others; all parties call this together.
     *
     * @param found this party's checkpoints
     * @throws ConfigurationException at all parties alike, if there is something to go on from but nothing in common
     */
    static Lineage agree(Channel channel, List<Binding> found) {
        SecureRandom random = new SecureRandom();
        List<Binding> told = found.subList(0, Math.min(found.size(), Generations.KEPT + 1));
        long[] own = new long[RANDOM_LONGS + 1 + (Generations.KEPT + 1) * POINT_LONGS];
        own[0] = random.nextLong();
        own[1] = random.nextLong();
        own[RANDOM_LONGS] = told.size();
        for (int i = 0; i < told.size(); i++) {
            encode(told.get(i), own, RANDOM_LONGS + 1 + i * POINT_LONGS);
        }
        Exchange all = Exchange.of(channel, "lineage", 0, own);
        long epoch = ByteBuffer.wrap(hash("rosetta epoch 1", all)).getLong() & Long.MAX_VALUE;
        Point common = common(all);
        Binding from =
                told.stream().filter(b -> point(b).equals(common)).findFirst().orElse(null);
        String session = from == null ? HexFormat.of().formatHex(hash("rosetta session 1", all)) : from.session();
        return new Lineage(session, epoch, from);
    }

    /** The newest point that all have; null to begin at the beginning. */
    private static @Nullable Point common(Exchange all) {
        Map<Role, List<Point>> points = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            points.put(role, points(role, all.of(role)));
        }
        List<Point> shared = new ArrayList<>(points.getOrDefault(Role.P0, List.of()));
        points.values().forEach(shared::retainAll);
        if (!shared.isEmpty()) {
            return shared.stream().max(Comparator.comparingLong(Point::step)).orElseThrow();
        }
        // Before all have kept the first checkpoint none has gone further: nothing is lost by beginning again.
        if (points.values().stream().flatMap(List::stream).allMatch(p -> p.step == 0)) {
            return null;
        }
        throw new ConfigurationException("the parties have no checkpoint in common: "
                + points.entrySet().stream()
                        .map(e -> e.getKey() + " has "
                                + (e.getValue().isEmpty()
                                        ? "none"
                                        : e.getValue().stream()
                                                .map(Point::toString)
                                                .collect(Collectors.joining(" and "))))
                        .collect(Collectors.joining("; "))
                + ". Put back the files that are missing; a party that has none has finished or has lost them");
    }

    private static List<Point> points(Role role, long[] told) {
        long count = told[RANDOM_LONGS];
        if (count < 0 || count > Generations.KEPT + 1) {
            throw new ConfigurationException(role + " tells of " + count + " checkpoints");
        }
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int at = RANDOM_LONGS + 1 + i * POINT_LONGS;
            ByteBuffer session = ByteBuffer.allocate(SESSION_BYTES);
            for (int j = 0; j < SESSION_LONGS; j++) {
                session.putLong(told[at + j]);
            }
            points.add(new Point(
                    HexFormat.of().formatHex(session.array()), told[at + SESSION_LONGS], told[at + SESSION_LONGS + 1]));
        }
        return points;
    }

    private static Point point(Binding binding) {
        return new Point(binding.session(), binding.epoch(), binding.step());
    }

    private static void encode(Binding binding, long[] to, int at) {
        byte[] session;
        try {
            session = HexFormat.of().parseHex(binding.session());
        } catch (IllegalArgumentException e) {
            session = new byte[0];
        }
        ByteBuffer bytes = ByteBuffer.wrap(session.length == SESSION_BYTES ? session : new byte[SESSION_BYTES]);
        for (int i = 0; i < SESSION_LONGS; i++) {
            to[at + i] = bytes.getLong();
        }
        to[at + SESSION_LONGS] = binding.epoch();
        to[at + SESSION_LONGS + 1] = binding.step();
    }

    private static byte[] hash(String label, Exchange all) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(label.getBytes(StandardCharsets.US_ASCII));
            for (Role role : Role.values()) {
                for (int i = 0; i < RANDOM_LONGS; i++) {
                    sha.update(ByteBuffer.allocate(Long.BYTES)
                            .putLong(all.of(role)[i])
                            .flip());
                }
            }
            return sha.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK has no SHA-256", e);
        }
    }
}
