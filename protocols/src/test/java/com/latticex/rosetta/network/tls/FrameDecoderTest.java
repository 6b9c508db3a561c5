package com.latticex.rosetta.network.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.latticex.rosetta.error.ProtocolException;
import com.latticex.rosetta.network.Tag;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameDecoderTest {
    private static final int LONGEST = 1 << 20;

    private static byte[] data(long number, String name, long invocation, int step, int round, long total, int chunk) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        return data(number, utf8, utf8.length, invocation, step, round, total, chunk);
    }

    private static byte[] data(
            long number, byte[] name, int nameLength, long invocation, int step, int round, long total, int chunk) {
        ByteBuf frame = Unpooled.buffer()
                .writeBytes(RawParty.header(
                        Wire.MAGIC, Wire.VERSION, FrameType.DATA.code, number, Wire.DATA_HEAD + name.length + chunk))
                .writeShort(nameLength)
                .writeLong(invocation)
                .writeInt(step)
                .writeInt(round)
                .writeInt((int) total)
                .writeBytes(name);
        for (int i = 0; i < chunk; i++) {
            frame.writeByte(i);
        }
        return bytes(frame);
    }

    private static byte[] frame(FrameType type, long number, int length) {
        return bytes(Unpooled.buffer()
                .writeBytes(RawParty.header(Wire.MAGIC, Wire.VERSION, type.code, number, length))
                .writeZero(length));
    }

    private static byte[] bytes(ByteBuf buffer) {
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes);
        return bytes;
    }

    private static byte[] join(byte[]... frames) {
        return bytes(Unpooled.wrappedBuffer(frames));
    }

    private static List<String> decode(byte[] stream, Random cuts) {
        EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(LONGEST));
        int at = 0;
        while (at < stream.length) {
            int n = Math.min(stream.length - at, 1 + cuts.nextInt(40));
            channel.writeInbound(Unpooled.copiedBuffer(stream, at, n));
            at += n;
        }
        List<String> frames = new ArrayList<>();
        for (Object frame = channel.readInbound(); frame != null; frame = channel.readInbound()) {
            frames.add(frame instanceof Frame.Data(Tag tag, var message) ? tag + " " + message : String.valueOf(frame));
        }
        return frames;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void framesMayBeCutAnywhere(long seed) {
        byte[] stream = join(
                frame(FrameType.HELLO, 0, 300),
                data(1, "é/mul", 7, 2, 5, 100, 30),
                frame(FrameType.HEARTBEAT, 0, Wire.HEARTBEAT),
                frame(FrameType.MORE, 2, 70),
                data(3, "empty", 0, 0, 0, 0, 0),
                data(4, "x", Long.MAX_VALUE, 0, 1, 8, 8),
                frame(FrameType.BYE, 5, Wire.BYE));
        assertThat(decode(stream, new Random(seed)))
                .containsExactly(
                        "HELLO",
                        "HEARTBEAT",
                        "é/mul#7/2 Message[100 bytes, round 5]",
                        "empty#0/0 Message[0 bytes, round 0]",
                        "x#" + Long.MAX_VALUE + "/0 Message[8 bytes, round 1]",
                        "BYE");
    }

    static Stream<Arguments> malformed() {
        int magic = Wire.MAGIC;
        int version = Wire.VERSION;
        int hello = FrameType.HELLO.code;
        return Stream.of(
                Arguments.of("no magic number", RawParty.header(0x4745, version, hello, 0, 10)),
                Arguments.of("frames of version 9", RawParty.header(magic, 9, hello, 0, 10)),
                Arguments.of("unknown type 0", RawParty.header(magic, version, 0, 0, 0)),
                Arguments.of("unknown type 200", RawParty.header(magic, version, 200, 0, 0)),
                Arguments.of("frame number 1 instead of 0", RawParty.header(magic, version, hello, 1, 10)),
                Arguments.of("HELLO frame of 65537 bytes", RawParty.header(magic, version, hello, 0, 65_537)),
                Arguments.of("DATA frame of 4294967295 bytes", RawParty.header(magic, version, 4, 0, 0xFFFF_FFFFL)),
                Arguments.of("ABORT frame of 4098 bytes", RawParty.header(magic, version, 7, 0, 4098)),
                Arguments.of("frame number 1 instead of 0", frame(FrameType.HEARTBEAT, 1, Wire.HEARTBEAT)),
                Arguments.of("HEARTBEAT frame of 8 bytes", RawParty.header(magic, version, 6, 0, 8)),
                Arguments.of("RESUME frame of 25 bytes", RawParty.header(magic, version, 10, 0, 25)),
                Arguments.of("READY frame of 1 bytes", RawParty.header(magic, version, 3, 0, 1)),
                Arguments.of("SEED frame of 15 bytes", RawParty.header(magic, version, 2, 0, 15)),
                Arguments.of("message of 1048577 bytes", data(0, "a", 0, 0, 0, LONGEST + 1, 0)),
                Arguments.of("message of 4294967295 bytes", data(0, "a", 0, 0, 0, 0xFFFF_FFFFL, 0)),
                Arguments.of("negative", data(0, "a", -1, 0, 0, 8, 8)),
                Arguments.of("negative", data(0, "a", 0, -1, 0, 8, 8)),
                Arguments.of("negative", data(0, "a", 0, 0, -1, 8, 8)),
                Arguments.of("operation name of 0 bytes", data(0, "", 0, 0, 0, 8, 8)),
                Arguments.of("operation name of 513 bytes", data(0, "a".repeat(513), 0, 0, 0, 8, 8)),
                Arguments.of("operation name of 400 bytes", data(0, new byte[8], 400, 0, 0, 0, 8, 8)),
                Arguments.of("not UTF-8", data(0, new byte[] {(byte) 0xC0, (byte) 0x80}, 2, 0, 0, 0, 8, 8)),
                Arguments.of("more bytes for a#0/0 than announced", data(0, "a", 0, 0, 0, 7, 8)),
                Arguments.of(
                        "more bytes for a#0/0 than announced",
                        join(data(0, "a", 0, 0, 0, 8, 7), frame(FrameType.MORE, 1, 2))),
                Arguments.of("continuation of no message", frame(FrameType.MORE, 0, 4)),
                Arguments.of(
                        "new message inside another", join(data(0, "a", 0, 0, 0, 8, 7), data(1, "b", 0, 0, 0, 8, 8))));
    }

    @ParameterizedTest
    @MethodSource
    void malformed(String reason, byte[] stream) {
        EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(LONGEST));
        assertThatThrownBy(() -> channel.writeInbound(Unpooled.wrappedBuffer(stream)))
                .isInstanceOf(DecoderException.class)
                .cause()
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining(reason);
        assertThat(channel.writeInbound(Unpooled.wrappedBuffer(frame(FrameType.READY, 0, 0))))
                .as("nothing is decoded any more")
                .isFalse();
    }

    @Test
    void noiseIsRefusedOrDecodedButNeverAnythingElse() {
        Random random = new Random(20_260_101);
        for (int round = 0; round < 3000; round++) {
            byte[] stream = join(
                    data(0, "op", 1, 1, 1, 200, 90),
                    frame(FrameType.MORE, 1, 110),
                    frame(FrameType.HEARTBEAT, 0, Wire.HEARTBEAT));
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                stream[random.nextInt(60)] ^= (byte) (1 << random.nextInt(8));
            }
            EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(LONGEST));
            try {
                channel.writeInbound(Unpooled.wrappedBuffer(stream));
            } catch (DecoderException e) {
                assertThat(e).hasCauseInstanceOf(ProtocolException.class);
            }
        }
    }
}
