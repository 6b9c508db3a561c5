package com.latticex.rosetta.tensor;

import com.latticex.rosetta.backend.MatMulShape;
import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.Strides;
import com.latticex.rosetta.backend.Words;
import org.jspecify.annotations.Nullable;

/**
 * A tensor of ring elements on this party's device, or an absent one: a party that does not hold a value computes
 * expressions of it to absent tensors of the right shape, so that one straight-line program serves all roles.
 *
 * <p>Immutable by convention. Results belong to the scope. Never prints its content.
 */
public final class Tensor {
    private final Scope scope;
    private final Shape shape;
    private final @Nullable Words words;

    Tensor(Scope scope, Shape shape, @Nullable Words words) {
        this.scope = scope;
        this.shape = shape;
        this.words = words;
    }

    public static Tensor of(Scope scope, Shape shape, Words words) {
        if (words.size() != shape.size()) {
            throw new IllegalArgumentException("shape " + shape + " does not fit " + words.size() + " words");
        }
        return new Tensor(scope, shape, words);
    }

    public static Tensor absent(Scope scope, Shape shape) {
        return new Tensor(scope, shape, null);
    }

    public Shape shape() {
        return shape;
    }

    public Scope scope() {
        return scope;
    }

    public boolean isPresent() {
        return words != null;
    }

    /** The device memory; only at a party that holds the value. */
    public Words words() {
        if (words == null) {
            throw new IllegalStateException("this party does not hold the tensor " + shape);
        }
        return words;
    }

    public Tensor plus(Tensor other) {
        return combine(other, RingBackend::add);
    }

    public Tensor minus(Tensor other) {
        return combine(other, RingBackend::subtract);
    }

    /** Elementwise product. */
    public Tensor times(Tensor other) {
        return combine(other, RingBackend::multiply);
    }

    /** this * k + c, elementwise. */
    public Tensor affine(long k, long c) {
        return map((backend, x, out) -> backend.affine(x, k, c, out));
    }

    public Tensor times(long k) {
        return affine(k, 0);
    }

    public Tensor plus(long c) {
        return affine(1, c);
    }

    public Tensor negate() {
        return affine(-1, 0);
    }

    /** Logical shift. */
    public Tensor shiftRight(int bits) {
        return map((backend, x, out) -> backend.shiftRight(x, bits, out));
    }

    public Tensor and(long mask) {
        return map((backend, x, out) -> backend.and(x, mask, out));
    }

    /** Bits apart: this XOR other. */
    public Tensor xor(Tensor other) {
        return combine(other, RingBackend::xor);
    }

    /** Bits in common: this AND other. */
    public Tensor and(Tensor other) {
        return combine(other, RingBackend::and);
    }

    /** Of a plane of bits, the bit of each element as a word 0 or 1. */
    public Tensor bits(Shape to) {
        if (words == null) {
            return absent(scope, to);
        }
        Words out = scope.words(to.size());
        scope.backend().expandBits(words, out);
        return new Tensor(scope, to, out);
    }

    /** this + x * y, elementwise. */
    public Tensor plusProduct(Tensor x, Tensor y) {
        if (words == null) {
            return this;
        }
        Words out = scope.words(words.size());
        scope.backend().copy(words, out);
        scope.backend().multiplyAdd(x.words(), y.words(), out);
        return new Tensor(scope, shape, out);
    }

    /** Reads this tensor through strides: broadcast, transposition, slicing. */
    public Tensor gather(Shape to, Strides view) {
        if (words == null) {
            return absent(scope, to);
        }
        Words out = scope.words(to.size());
        scope.backend().gather(words, view, out);
        return new Tensor(scope, to, out);
    }

    /** This tensor repeated along the axes where its extent is 1 or missing, as NumPy does. */
    public Tensor broadcastTo(Shape to) {
        return shape.size() == to.size() ? reshape(to) : gather(to, shape.broadcastStrides(to));
    }

    /** Matrix product; the result's shape is given, as it may have any leading axes. */
    public Tensor matmul(Tensor y, MatMulShape product, Shape to) {
        if (words == null || y.words == null) {
            return absent(scope, to);
        }
        Words out = scope.words(to.size());
        scope.backend().matmul(words, y.words, product, false, out);
        return new Tensor(scope, to, out);
    }

    /** this + x y for matrices. */
    public Tensor plusMatmul(Tensor x, Tensor y, MatMulShape product) {
        if (words == null) {
            return this;
        }
        Words out = scope.words(words.size());
        scope.backend().copy(words, out);
        scope.backend().matmul(x.words(), y.words(), product, true, out);
        return new Tensor(scope, shape, out);
    }

    /** Sums over one axis, which disappears. */
    public Tensor sum(int axis) {
        Shape before = shape.slice(0, axis);
        Shape after = shape.slice(axis + 1, shape.rank());
        Shape to = before.concat(after);
        if (words == null) {
            return absent(scope, to);
        }
        Words out = scope.words(to.size());
        scope.backend().sum(words, before.size(), shape.extent(axis), after.size(), out);
        return new Tensor(scope, to, out);
    }

    /** The part at one index of the outermost axis; shares memory. */
    public Tensor at(long index) {
        Shape part = shape.slice(1, shape.rank());
        return words == null
                ? absent(scope, part)
                : new Tensor(scope, part, words.slice(index * part.size(), part.size()));
    }

    /** Some of the parts along the outermost axis; shares memory. */
    public Tensor rows(long from, long count) {
        Shape inner = shape.slice(1, shape.rank());
        Shape to = Shape.of(count).concat(inner);
        return words == null ? absent(scope, to) : new Tensor(scope, to, words.slice(from * inner.size(), to.size()));
    }

    /** This and another tensor, one after the other along the outermost axis. */
    public Tensor stack(Tensor other) {
        Shape inner = shape.slice(1, shape.rank());
        Shape to = Shape.of(shape.extent(0) + other.shape.extent(0)).concat(inner);
        if (words == null || other.words == null) {
            return absent(scope, to);
        }
        Words out = scope.words(to.size());
        scope.backend().copy(words, out.slice(0, words.size()));
        scope.backend().copy(other.words, out.slice(words.size(), other.words.size()));
        return new Tensor(scope, to, out);
    }

    /** The same words under another shape of the same size. */
    public Tensor reshape(Shape other) {
        if (other.size() != shape.size()) {
            throw new IllegalArgumentException(shape + " does not reshape to " + other);
        }
        return new Tensor(scope, other, words);
    }

    /** Hands the memory over to a secret that outlives the scope; copies where the scope does not own it. */
    public Secret keep() {
        if (words == null) {
            return Secret.absent(shape);
        }
        if (scope.release(words)) {
            return Secret.of(shape, words);
        }
        Words copy = scope.backend().words(words.size());
        scope.backend().copy(words, copy);
        return Secret.of(shape, copy);
    }

    @Override
    public String toString() {
        return "Tensor" + shape;
    }

    interface Unary {
        void run(RingBackend backend, Words x, Words out);
    }

    interface Binary {
        void run(RingBackend backend, Words x, Words y, Words out);
    }

    Tensor map(Unary kernel) {
        if (words == null) {
            return this;
        }
        Words out = scope.words(words.size());
        kernel.run(scope.backend(), words, out);
        return new Tensor(scope, shape, out);
    }

    private Tensor combine(Tensor other, Binary kernel) {
        if (!shape.equals(other.shape)) {
            throw new IllegalArgumentException("shapes " + shape + " and " + other.shape + " differ");
        }
        if (words == null || other.words == null) {
            return absent(scope, shape);
        }
        Words out = scope.words(words.size());
        kernel.run(scope.backend(), words, other.words, out);
        return new Tensor(scope, shape, out);
    }
}
