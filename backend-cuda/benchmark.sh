#!/bin/sh
# Prints the table of measured figures of the CUDA backend, in one run of a few minutes on a device that nothing else uses.
set -eu
cd "$(dirname "$0")/.."
mvn -q -B -pl backend-cuda -am -DskipTests test-compile \
    org.apache.maven.plugins:maven-dependency-plugin:build-classpath \
    -Dmdep.outputFile=target/benchmark.classpath -Dmdep.includeScope=test
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED -Xmx8g \
    -cp "backend-cuda/target/test-classes:backend-cuda/target/classes:$(cat backend-cuda/target/benchmark.classpath)" \
    com.latticex.rosetta.backend.cuda.CudaBenchmark
