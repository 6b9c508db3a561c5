package com.latticex.rosetta.party;

import com.latticex.rosetta.backend.Bytes;
import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.Words;
import com.latticex.rosetta.network.Channel;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/** Looks at the calls of an interface on their way through. */
public final class Watch {
    /** Is told of a call; with {@code before} arguments may still be changed in place. */
    public interface Listener {
        void call(String method, Object[] arguments);
    }

    private Watch() {}

    /** A backend that reports each kernel before and after it has run. */
    public static RingBackend backend(RingBackend of, Listener before, Listener after) {
        return proxy(RingBackend.class, of, before, after);
    }

    /** A channel that reports each call before it happens. */
    public static Channel channel(Channel of, Listener before) {
        return proxy(Channel.class, of, before, (m, a) -> {});
    }

    /** Keeps a copy of the parts (words, digits) of every message that arrives at a channel. */
    public static Channel received(Channel of, List<List<byte[]>> messages) {
        return proxy(Channel.class, of, (m, a) -> {}, (method, arguments) -> {
            if (method.equals("receive")) {
                List<byte[]> copy = new ArrayList<>();
                for (Object part : (List<?>) arguments[2]) {
                    copy.add(((MemorySegment) part).toArray(ValueLayout.JAVA_BYTE));
                }
                messages.add(copy);
            }
        });
    }

    public static byte[] content(RingBackend backend, Bytes bytes) {
        byte[] copy = new byte[(int) bytes.size()];
        backend.download(bytes, MemorySegment.ofArray(copy));
        return copy;
    }

    public static long[] content(RingBackend backend, Words words) {
        long[] copy = new long[(int) words.size()];
        backend.download(words, MemorySegment.ofArray(copy));
        return copy;
    }

    private static <T> T proxy(Class<T> type, T of, Listener before, Listener after) {
        Object proxy = Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, given) -> {
            Object[] arguments = given == null ? new Object[0] : given;
            before.call(method.getName(), arguments);
            Object result;
            try {
                result = method.invoke(of, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
            after.call(method.getName(), arguments);
            return result;
        });
        return type.cast(proxy);
    }
}
