package com.latticex.rosetta;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.latticex.rosetta.network.Link;
import com.latticex.rosetta.party.Role;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** Who may name whom. Roles are every package's vocabulary; apart from them, a package uses those before it only: tensor, randomness, network, party, securenn. */
class ArchitectureTest {
    private static final String ROOT = "com.latticex.rosetta.";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("com.latticex.rosetta");

    private static void check(ArchRule rule) {
        rule.check(CLASSES);
    }

    @Test
    void protocolsNameNoBackend() {
        check(noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT + "tensor..",
                        ROOT + "randomness..",
                        ROOT + "network..",
                        ROOT + "party..",
                        ROOT + "securenn..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + "backend.cpu..",
                        ROOT + "backend.cuda..",
                        ROOT + "backend.opencl..",
                        ROOT + "backend.fpga.."));
    }

    @Test
    void onlyTheTlsMeshNamesNetty() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "network.tls..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty.."));
    }

    @Test
    void tensorsStandAlone() {
        check(uses("tensor", "backend.."));
    }

    @Test
    void randomnessUsesTensors() {
        check(uses("randomness", "backend..", "tensor.."));
    }

    @Test
    void partiesUseTheLayersBelow() {
        check(uses("party", "backend..", "error..", "tensor..", "randomness..", "network"));
    }

    @Test
    void operationsUsePartiesOnly() {
        check(classes()
                .that()
                .resideInAPackage(ROOT + "securenn..")
                .should()
                .onlyDependOnClassesThat(
                        own("securenn..", "backend..", "error..", "tensor..", "randomness..", "party..")
                                .or(type(Link.class))
                                .or(not(resideInAPackage("com.latticex.rosetta..")))));
    }

    private static ArchRule uses(String layer, String... others) {
        String[] all = new String[others.length + 1];
        all[0] = layer + "..";
        System.arraycopy(others, 0, all, 1, others.length);
        return classes()
                .that()
                .resideInAPackage(ROOT + layer + "..")
                .should()
                .onlyDependOnClassesThat(
                        own(all).or(type(Role.class)).or(not(resideInAPackage("com.latticex.rosetta.."))));
    }

    private static DescribedPredicate<JavaClass> own(String... layers) {
        String[] packages = new String[layers.length];
        for (int i = 0; i < layers.length; i++) {
            packages[i] = ROOT + layers[i];
        }
        return resideInAnyPackage(packages);
    }
}
