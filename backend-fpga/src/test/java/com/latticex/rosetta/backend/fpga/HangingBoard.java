package com.latticex.rosetta.backend.fpga;

import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.Words;
import com.latticex.rosetta.error.DeviceException;
import java.lang.foreign.MemorySegment;

/** Main class: asks a board that hangs for a result, then for another, and prints what is said. */
final class HangingBoard {
    private HangingBoard() {}

    public static void main(String[] arguments) {
        try (RingBackend board = new FpgaProvider().open(0);
                Words x = board.words(4)) {
            for (int i = 0; i < 2; i++) {
                try {
                    board.fill(i, x);
                    board.download(x, MemorySegment.ofArray(new long[4]));
                    System.out.println("answered");
                } catch (DeviceException e) {
                    System.out.println("refused: " + e.getMessage());
                }
            }
        }
        System.out.println("closed");
    }
}
