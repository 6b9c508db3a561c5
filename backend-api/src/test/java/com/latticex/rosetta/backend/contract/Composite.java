package com.latticex.rosetta.backend.contract;

import com.latticex.rosetta.backend.RingBackend;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** The mandatory kernels by the reference and all others by their defaults, as a new device has them before it overrides any. */
final class Composite {
    private Composite() {}

    static RingBackend open() {
        ReferenceBackend reference = new ReferenceBackend();
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.isDefault()) {
                return InvocationHandler.invokeDefault(proxy, method, arguments);
            }
            try {
                return method.invoke(reference, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return (RingBackend)
                Proxy.newProxyInstance(RingBackend.class.getClassLoader(), new Class<?>[] {RingBackend.class}, handler);
    }
}
