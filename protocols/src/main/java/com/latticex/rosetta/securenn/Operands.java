package com.latticex.rosetta.securenn;

import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.party.Operation.Operand;
import com.latticex.rosetta.tensor.Plain;
import com.latticex.rosetta.tensor.Secret;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Value;
import java.util.List;

/** Checks of operands; every message names the operation, the operand and what does not fit. */
final class Operands {
    private Operands() {}

    static void count(String operation, List<Operand> operands, int count) {
        if (operands.size() != count) {
            throw new ConfigurationException(operation + " takes " + count + " operands, not " + operands.size());
        }
    }

    /** The only operand, which must be secret. */
    static Shape single(String operation, List<Operand> operands) {
        count(operation, operands, 1);
        return secret(operation, operands, 0);
    }

    /** The common shape of two secrets. */
    static Shape equalSecrets(String operation, List<Operand> operands) {
        count(operation, operands, 2);
        Shape x = secret(operation, operands, 0);
        Shape y = secret(operation, operands, 1);
        if (!x.equals(y)) {
            throw new ConfigurationException(
                    "operands of " + operation + " have shapes " + x + " and " + y + ": they must be equal");
        }
        return x;
    }

    static Shape secret(String operation, List<Operand> operands, int index) {
        Operand operand = operands.get(index);
        if (!operand.secret()) {
            throw new ConfigurationException("operand " + index + " of " + operation + ", of shape " + operand.shape()
                    + ", must be secret; share a public value by Share and a private one by Input");
        }
        return operand.shape();
    }

    /** The common shape of two operands of which at least one is secret. */
    static Shape broadcast(String operation, List<Operand> operands) {
        count(operation, operands, 2);
        if (!operands.get(0).secret() && !operands.get(1).secret()) {
            throw new ConfigurationException(
                    operation + " of two public values needs no protocol: compute it in the clear");
        }
        open(operation, operands);
        return broadcast(operation, operands.get(0).shape(), operands.get(1).shape());
    }

    static Shape broadcast(String operation, Shape x, Shape y) {
        return x.broadcast(y)
                .orElseThrow(() -> new ConfigurationException(
                        "operands of " + operation + " have shapes " + x + " and " + y + ", which do not broadcast"));
    }

    /** Refuses operands that are neither secret nor known to all parties. */
    static void open(String operation, List<Operand> operands) {
        for (int i = 0; i < operands.size(); i++) {
            Plain plain = operands.get(i).plain();
            if (plain != null && !plain.isPublic()) {
                throw new ConfigurationException("operand " + i + " of " + operation + ", of shape " + plain.shape()
                        + ", is private to " + plain.knownTo() + "; share it by Input first");
            }
        }
    }

    /** The value of an operand that all parties know. */
    static Plain known(String operation, List<Operand> operands, int index) {
        Plain plain = operands.get(index).plain();
        if (plain == null || !plain.isPublic()) {
            throw new ConfigurationException("operand " + index + " of " + operation + ", of shape "
                    + operands.get(index).shape() + ", must be a value known to all parties");
        }
        return plain;
    }

    static Secret secret(Value value) {
        if (value instanceof Secret secret) {
            return secret;
        }
        throw new ConfigurationException("a value of shape " + value.shape() + " must be secret here");
    }

    static Plain plain(Value value) {
        if (value instanceof Plain plain) {
            return plain;
        }
        throw new ConfigurationException("a value of shape " + value.shape() + " must be public here");
    }
}
