package com.latticex.rosetta.backend.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.latticex.rosetta.backend.Bytes;
import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.Words;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** Opens the backend under test once a class, and checks at the end that no test leaked a buffer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BackendContract {
    @SuppressWarnings("NullAway.Init")
    private RingBackend backend;

    /** Opens the backend under test. */
    protected abstract RingBackend open();

    @BeforeAll
    final void openBackend() {
        backend = open();
    }

    @AfterAll
    final void closeBackend() {
        assertThat(backend.openBuffers()).as("buffers leaked").isZero();
        backend.close();
    }

    final RingBackend backend() {
        return backend;
    }

    static Words upload(RingBackend backend, long... content) {
        Words words = backend.words(content.length);
        backend.upload(MemorySegment.ofArray(content), words);
        return words;
    }

    static Bytes upload(RingBackend backend, byte[] content) {
        Bytes bytes = backend.bytes(content.length);
        backend.upload(MemorySegment.ofArray(content), bytes);
        return bytes;
    }

    static long[] download(RingBackend backend, Words words) {
        long[] content = new long[Math.toIntExact(words.size())];
        backend.download(words, MemorySegment.ofArray(content));
        return content;
    }

    static byte[] download(RingBackend backend, Bytes bytes) {
        byte[] content = new byte[Math.toIntExact(bytes.size())];
        backend.download(bytes, MemorySegment.ofArray(content));
        return content;
    }
}
