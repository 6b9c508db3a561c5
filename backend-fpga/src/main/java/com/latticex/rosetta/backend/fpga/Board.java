package com.latticex.rosetta.backend.fpga;

import com.latticex.rosetta.backend.opencl.host.ClContext;
import com.latticex.rosetta.backend.opencl.host.ClDevice;
import com.latticex.rosetta.backend.opencl.host.ClImage;
import com.latticex.rosetta.backend.opencl.host.ClProgram;
import com.latticex.rosetta.backend.opencl.host.ClQueue;
import com.latticex.rosetta.error.DeviceException;

/**
 * A board that has been programmed. Programming takes seconds and resets the board, so it happens once a process, and all
 * backends on the board share it until the process ends.
 */
final class Board {
    private final ClContext context;
    private final ClImage image;
    private final int tile;

    private Board(ClContext context, ClImage image, int tile) {
        this.context = context;
        this.image = image;
        this.tile = tile;
    }

    static Board program(ClDevice device, Bitstream bitstream) {
        ClContext context = ClContext.of(device);
        ClImage image = context.image(bitstream.manifest().sha256(), () -> load(context, bitstream));
        return new Board(context, image, bitstream.manifest().tile());
    }

    private static ClImage load(ClContext context, Bitstream bitstream) {
        try {
            return ClImage.fromBinary(context, String.valueOf(bitstream.file().getFileName()), bitstream.content(), "");
        } catch (DeviceException e) {
            throw new DeviceException(
                    context.device().name() + " refuses the bitstream " + bitstream.file()
                            + ": was it built for this board and driver version? " + e.getMessage(),
                    e);
        }
    }

    /** Rows and columns of the multiply-accumulate array. */
    int tile() {
        return tile;
    }

    ClQueue openQueue() {
        return new ClQueue(context);
    }

    /** The kernels on a queue; refused when one that the manifest lists is not in the bitstream. */
    ClProgram kernels(ClQueue queue) {
        ClProgram program = new ClProgram(queue, image);
        Task.names().filter(name -> !program.has(name)).findFirst().ifPresent(missing -> {
            throw new DeviceException("the bitstream has no kernel " + missing
                    + " although its manifest lists it: build it again from this version's ring.cl.");
        });
        return program;
    }
}
