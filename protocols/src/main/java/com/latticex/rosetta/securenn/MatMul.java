package com.latticex.rosetta.securenn;

import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.party.Attributes;
import com.latticex.rosetta.party.Cost;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Operation;
import com.latticex.rosetta.tensor.Plain;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;
import com.latticex.rosetta.tensor.Value;
import java.util.List;

/**
 * Matrix product of the last two axes, the leading ones broadcasting as in NumPy; either operand may be public.
 *
 * <p>Attributes: {@code transpose_a}, {@code transpose_b} or, as BatchMatMul names them, {@code adj_x}, {@code adj_y}. Every element of the result,
 * as a sum of products of reals, stays below 2^(62 - 2f). Of two secrets: 16 bytes a word of each operand, 8 + 32 a word of the result, 2 rounds. With a public
 * factor: see {@link PublicFactor}.
 */
final class MatMul implements Operation {
    private final boolean transposeX;
    private final boolean transposeY;

    MatMul(Attributes attributes) {
        transposeX = attributes.flag("transpose_a", false) || attributes.flag("adj_x", false);
        transposeY = attributes.flag("transpose_b", false) || attributes.flag("adj_y", false);
    }

    @Override
    public String name() {
        return "MatMul";
    }

    @Override
    public List<Shape> outputs(List<Operand> operands) {
        return List.of(product(operands).out());
    }

    private MatrixProduct product(List<Operand> operands) {
        Operands.count(name(), operands, 2);
        Operands.open(name(), operands);
        if (!operands.get(0).secret() && !operands.get(1).secret()) {
            throw new ConfigurationException("MatMul of two public values needs no protocol: compute it in the clear");
        }
        return MatrixProduct.of(operands.get(0).shape(), operands.get(1).shape(), transposeX, transposeY);
    }

    @Override
    public Cost cost(List<Operand> operands) {
        Shape out = product(operands).out();
        for (Operand operand : operands) {
            if (!operand.secret()) {
                return Scaling.cost(name(), operand, out);
            }
        }
        return Costs.open(operands.get(0).shape(), operands.get(1).shape())
                .beside(Costs.dealt(8 * out.size()))
                .then(Costs.truncation(out));
    }

    @Override
    public List<Value> apply(Invocation call, List<Value> operands) {
        Bilinear map = new Bilinear.Matrix(product(Operand.of(operands)));
        if (operands.get(0) instanceof Plain plain) {
            PublicFactor k = PublicFactor.of(name(), plain);
            Tensor y = Operands.secret(operands.get(1)).in(call.scope());
            Tensor z = map.apply(call.constants(plain.shape(), k.words()), y);
            return List.of(Scaling.truncated(call, z, k).keep());
        }
        Tensor x = Operands.secret(operands.get(0)).in(call.scope());
        if (operands.get(1) instanceof Plain plain) {
            PublicFactor k = PublicFactor.of(name(), plain);
            Tensor z = map.apply(x, call.constants(plain.shape(), k.words()));
            return List.of(Scaling.truncated(call, z, k).keep());
        }
        Tensor y = Operands.secret(operands.get(1)).in(call.scope());
        return List.of(Product.truncated(call, x, y, map, call.fixedPoint().fractionBits())
                .keep());
    }
}
