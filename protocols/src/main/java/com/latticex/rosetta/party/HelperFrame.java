package com.latticex.rosetta.party;

import com.latticex.rosetta.backend.Bytes;
import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.Words;
import com.latticex.rosetta.network.Tag;
import com.latticex.rosetta.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** What P0 and P1 send to the helper at one point of an invocation: all words, then all digits, one frame each. */
final class HelperFrame {
    private final Invocation call;
    private final List<ForHelper> items;
    private long words;
    private long digits;

    HelperFrame(Invocation call, ForHelper... items) {
        this.call = call;
        this.items = List.of(items);
        for (ForHelper item : items) {
            item.sendOnce();
            switch (item) {
                case Blinded blinded -> words += blinded.shape().size();
                case BlindedDigits blinded -> digits += blinded.message().size();
                case BlindedSlots blinded -> digits += blinded.message().size();
            }
        }
    }

    void run() {
        if (call.role().isHelper()) {
            receive();
        } else {
            send();
        }
    }

    private void send() {
        RingBackend backend = call.backend();
        Words frame = call.scope().words(words);
        Bytes digitFrame = call.scope().bytes(digits);
        long word = 0;
        long digit = 0;
        for (ForHelper item : items) {
            switch (item) {
                case Blinded blinded -> {
                    Words part = frame.slice(word, blinded.shape().size());
                    backend.copy(blinded.message().words(), part);
                    blinded.received(Tensor.absent(call.scope(), blinded.shape()));
                    word += part.size();
                }
                case BlindedDigits blinded -> {
                    Bytes part = digitFrame.slice(digit, blinded.message().size());
                    backend.copy(blinded.message().bytes(), part);
                    blinded.received(Tensor.absent(call.scope(), blinded.coin().shape()));
                    digit += part.size();
                }
                case BlindedSlots blinded -> {
                    Bytes part = digitFrame.slice(digit, blinded.message().size());
                    backend.copy(blinded.message().bytes(), part);
                    blinded.received(Tensor.absent(call.scope(), blinded.shape()));
                    digit += part.size();
                }
            }
        }
        call.wire().send(Role.P2, frame, digitFrame);
    }

    private void receive() {
        RingBackend backend = call.backend();
        Words first = call.scope().words(words);
        Words second = call.scope().words(words);
        Bytes firstDigits = call.scope().bytes(digits);
        Bytes secondDigits = call.scope().bytes(digits);
        if (words + digits > 0) {
            Tag fromFirst = call.wire().expect(Role.P0);
            Tag fromSecond = call.wire().expect(Role.P1);
            call.wire().receive(Role.P0, fromFirst, first, firstDigits);
            call.wire().receive(Role.P1, fromSecond, second, secondDigits);
        }
        backend.add(first, second, first);
        long word = 0;
        long digit = 0;
        for (ForHelper item : items) {
            switch (item) {
                case Blinded blinded -> {
                    long size = blinded.shape().size();
                    blinded.received(Tensor.of(call.scope(), blinded.shape(), first.slice(word, size)));
                    word += size;
                }
                case BlindedDigits blinded -> {
                    long size = blinded.message().size();
                    Bytes x = firstDigits.slice(digit, size);
                    Bytes y = secondDigits.slice(digit, size);
                    blinded.received(call.atHelper(blinded.coin().shape(), out -> backend.anyZero(x, y, out)));
                    digit += size;
                }
                case BlindedSlots blinded -> {
                    int size = Math.toIntExact(blinded.message().size());
                    byte[] x = host(firstDigits.slice(digit, size));
                    byte[] y = host(secondDigits.slice(digit, size));
                    blinded.received(call.upload(blinded.shape(), zeroSlots(x, y)));
                    digit += size;
                }
            }
        }
    }

    private byte[] host(Bytes bytes) {
        byte[] values = new byte[Math.toIntExact(bytes.size())];
        call.backend().download(bytes, MemorySegment.ofArray(values));
        return values;
    }

    private static long[] zeroSlots(byte[] x, byte[] y) {
        long[] slots = new long[x.length / BlindedSlots.SLOTS];
        for (int i = 0; i < x.length; i++) {
            if ((x[i] + y[i]) % RingBackend.MODULUS == 0) {
                slots[i / BlindedSlots.SLOTS] = i % BlindedSlots.SLOTS;
            }
        }
        return slots;
    }
}
