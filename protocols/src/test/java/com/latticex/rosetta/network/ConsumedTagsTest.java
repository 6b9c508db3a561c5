package com.latticex.rosetta.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConsumedTagsTest {
    @Test
    void agreesWithASetInsideTheWindowAndForgetsNothingOutside() {
        ConsumedTags tags = new ConsumedTags();
        Set<Tag> oracle = new HashSet<>();
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            long invocation = Math.max(0, i / 4 - random.nextInt(ConsumedTags.WINDOW));
            Tag tag = new Tag("op" + random.nextInt(2), invocation, random.nextInt(70));
            boolean old = i / 4 - invocation >= ConsumedTags.WINDOW / 2;
            if (!old) {
                assertThat(tags.contains(tag)).as("%s", tag).isEqualTo(oracle.contains(tag));
                assertThat(tags.add(tag)).as("%s", tag).isEqualTo(oracle.add(tag));
            }
        }
        assertThat(oracle).allMatch(tags::contains);
        assertThat(tags.contains(new Tag("op0", 0, 69)))
                .as("older than the window")
                .isTrue();
    }
}
