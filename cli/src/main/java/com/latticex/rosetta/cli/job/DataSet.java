package com.latticex.rosetta.cli.job;

import java.util.Locale;

/** The two sets of rows a job can name. */
public enum DataSet {
    TRAIN,
    PREDICT;

    /** As the job file writes it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
