package com.latticex.rosetta.backend.contract;

import com.latticex.rosetta.backend.RingBackend;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** By way of the mandatory kernels, as a new device has it before it overrides any. */
class CompositeWindowsTest extends WindowsContract {
    @Override
    protected RingBackend open() {
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
