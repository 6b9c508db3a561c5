package com.latticex.rosetta.backend.cuda;

import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.Seed;
import com.latticex.rosetta.backend.cuda.Kernels.Kernel;

/** AES streams, digits modulo 67 and the comparison on them. Runs inside the queue's lock; nothing is empty. */
final class Digits {
    private static final int GROUP = 64;

    private final Kernels kernels;

    Digits(Kernels kernels) {
        this.kernels = kernels;
    }

    void random(Seed seed, long nonce, CudaWords out) {
        try (AesKey key = new AesKey(seed)) {
            kernels.with()
                    .word(out.size())
                    .flag(out.address() % 16 == 0)
                    .word(nonce)
                    .words(key.words())
                    .word(out.address())
                    .launchThreads(Kernel.RANDOM, (out.size() + 1) / 2);
        } finally {
            kernels.wipe();
        }
    }

    /** Accepts bytes below three times the modulus; digit = byte mod modulus + offset. */
    void digits(Seed seed, long nonce, int modulus, int offset, CudaBytes out) {
        try (AesKey key = new AesKey(seed)) {
            kernels.with()
                    .word(out.size())
                    .flag(out.address() % 4 == 0)
                    .word(nonce)
                    .words(key.words())
                    .integer(3 * modulus - 1)
                    .integer(modulus)
                    .integer(offset)
                    .word(out.address())
                    .launchThreads(Kernel.DIGITS, BytePlanes.tilesOf(out.size(), GROUP));
        } finally {
            kernels.wipe();
        }
    }

    void deal(CudaWords r, CudaBytes share, CudaBytes out) {
        kernels.with()
                .word(r.size())
                .flag((share.address() | out.address()) % 8 == 0)
                .word(r.address())
                .word(share.address())
                .word(out.address())
                .launchThreads(Kernel.DEAL_DIGITS, BytePlanes.tilesOf(out.size(), 8));
    }

    void blind(
            int first,
            CudaWords c,
            CudaWords coins,
            CudaBytes share,
            CudaBytes multipliers,
            CudaBytes refresh,
            CudaBytes out) {
        kernels.with()
                .word(c.size())
                .flag((multipliers.address() | refresh.address() | out.address()) % 8 == 0)
                .integer(first)
                .word(c.address())
                .word(coins.address())
                .word(share.address())
                .word(multipliers.address())
                .word(refresh.address())
                .word(out.address())
                .launchThreads(Kernel.BLIND_DIGITS, 8 * c.size());
    }

    void anyZero(CudaBytes x, CudaBytes y, CudaWords out) {
        kernels.with()
                .word(out.size())
                .flag((x.address() | y.address()) % 8 == 0)
                .word(x.address())
                .word(y.address())
                .word(out.address())
                .launchThreads(Kernel.ANY_ZERO, out.size() * RingBackend.BLINDED / 8);
    }

    void pack(CudaBytes digits, CudaWords out) {
        kernels.with()
                .word(digits.size())
                .word(digits.address())
                .word(out.address())
                .launchThreads(Kernel.PACK_DIGITS, BytePlanes.tilesOf(digits.size(), RingBackend.PACKED));
    }

    void unpack(CudaWords packed, CudaBytes out) {
        kernels.with()
                .word(out.size())
                .flag(out.address() % 4 == 0)
                .word(packed.address())
                .word(out.address())
                .launchThreads(Kernel.UNPACK_DIGITS, BytePlanes.tilesOf(out.size(), RingBackend.PACKED));
    }
}
