package com.latticex.rosetta.cli.progress;

import java.util.Locale;
import java.util.OptionalDouble;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar on a terminal with step, loss and time left. */
final class BarProgress implements Progress {
    private @Nullable ProgressBar bar;

    @Override
    public void ready(String device) {
        System.err.println("connected; computing on " + device);
    }

    @Override
    public void begin(String phase, int steps) {
        close();
        bar = new ProgressBarBuilder()
                .setTaskName(phase)
                .setInitialMax(steps)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .continuousUpdate()
                .build();
    }

    @Override
    public void step(int done, OptionalDouble loss) {
        ProgressBar current = bar;
        if (current != null) {
            current.stepTo(done);
            if (loss.isPresent()) {
                current.setExtraMessage(String.format(Locale.ROOT, "loss %.5g", loss.getAsDouble()));
            }
        }
    }

    @Override
    public void end() {
        close();
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
