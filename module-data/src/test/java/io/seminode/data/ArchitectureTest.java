package io.seminode.data;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How the packages of the module may depend on each other. */
class ArchitectureTest {
    private static final String ROOT = "io.seminode.data";
    private static JavaClasses classes;

    @BeforeAll
    static void readClasses() {
        classes = new ClassFileImporter()
                .importUrl(Examples.class.getProtectionDomain().getCodeSource().getLocation());
        assertTrue(classes.size() > 40, classes.size() + " classes found");
    }

    /** Each package for itself, the root package too. */
    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.seminode.(**)").should().beFreeOfCycles().check(classes);
    }

    /** What all data sets share does not know of any of them. */
    @Test
    void sharedPackagesKnowNoDataSet() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT, ROOT + ".files", ROOT + ".catalog")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".speech", ROOT + ".image", ROOT + ".pendulum")
                .check(classes);
    }

    @Test
    void standardStreamsAreLeftAlone() {
        noClasses().should(ACCESS_STANDARD_STREAMS).check(classes);
    }
}
