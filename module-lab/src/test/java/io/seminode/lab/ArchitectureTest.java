package io.seminode.lab;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.seminode.lab.verify.VerifyCommand;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How the packages of the module may depend on each other. */
class ArchitectureTest {
    private static JavaClasses classes;

    @BeforeAll
    static void readClasses() {
        classes = new ClassFileImporter()
                .importUrl(VerifyCommand.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation());
        assertTrue(classes.size() > 40, classes.size() + " classes found");
    }

    /** Each package for itself, the root package too. */
    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.seminode.(**)").should().beFreeOfCycles().check(classes);
    }

    @Test
    void standardStreamsAreLeftAlone() {
        noClasses().should(ACCESS_STANDARD_STREAMS).check(classes);
    }
}
