package com.latticex.rosetta.cli.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.tensorflow.Result;
import org.tensorflow.Tensor;

/** What plain and private runs have in common. */
final class Runs {
    interface Feeding {
        void feed(String name, Tensor tensor);
    }

    private Runs() {}

    static List<Values> run(
            Map<String, Placeholder> placeholders,
            Map<String, Values> feeds,
            Collection<String> fetches,
            Feeding feeding,
            Supplier<Result> running) {
        List<Tensor> fed = new ArrayList<>();
        try {
            feeds.forEach((name, values) -> {
                Tensor tensor =
                        Tensors.of(name, Placeholder.find(placeholders, name).type(), values);
                fed.add(tensor);
                feeding.feed(name, tensor);
            });
            try (Result result = running.get()) {
                List<Values> values = new ArrayList<>();
                int i = 0;
                for (String fetch : fetches) {
                    values.add(Tensors.values(fetch, result.get(i++)));
                }
                return values;
            }
        } finally {
            fed.forEach(Tensor::close);
        }
    }
}
