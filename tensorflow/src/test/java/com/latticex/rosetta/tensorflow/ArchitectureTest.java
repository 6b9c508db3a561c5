package com.latticex.rosetta.tensorflow;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Who may name whom in the TensorFlow layer. */
class ArchitectureTest {
    private static final String ROOT = "com.latticex.rosetta.";
    private static final String HERE = ROOT + "tensorflow";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("com.latticex.rosetta");

    @Test
    void onlyThisLayerNamesTensorFlow() {
        noClasses()
                .that()
                .resideInAPackage("com.latticex.rosetta..")
                .and()
                .resideOutsideOfPackage(HERE + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.tensorflow..", "org.bytedeco..")
                .check(CLASSES);
    }

    @Test
    void itNamesNoBackendAndNoParticularProtocolOrNetwork() {
        noClasses()
                .that()
                .resideInAPackage(HERE + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + "backend.cpu..",
                        ROOT + "backend.cuda..",
                        ROOT + "backend.opencl..",
                        ROOT + "backend.fpga..",
                        ROOT + "securenn..",
                        ROOT + "network.memory..",
                        ROOT + "network.tls..")
                .check(CLASSES);
    }

    @Test
    void theNativeLayerKnowsNoParties() {
        noClasses()
                .that()
                .resideInAPackage(HERE + ".nativeapi..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + "party..", ROOT + "network..", HERE + ".kernel..", HERE + ".pass..")
                .check(CLASSES);
    }

    @Test
    void passesRewriteGraphsAndRunNothing() {
        noClasses()
                .that()
                .resideInAPackage(HERE + ".pass..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(HERE + ".gradient..", HERE + ".optimizer..", HERE)
                .check(CLASSES);
    }
}
