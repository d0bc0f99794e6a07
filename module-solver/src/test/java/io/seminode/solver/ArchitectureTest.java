package io.seminode.solver;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.seminode.solver.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How the packages of the module may depend on each other. */
class ArchitectureTest {
    private static final String ROOT = "io.seminode.solver";
    private static JavaClasses classes;

    @BeforeAll
    static void readClasses() {
        // From the folder or jar that the module was built to: the tests, patched into the same packages, lie
        // elsewhere.
        classes = new ClassFileImporter()
                .importUrl(Problem.class.getProtectionDomain().getCodeSource().getLocation());
        assertTrue(classes.size() > 50, classes.size() + " classes found");
    }

    /** Each package for itself, the root package too. */
    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.seminode.(**)").should().beFreeOfCycles().check(classes);
    }

    /** The rooms of the solver's inside, each on those below it. */
    @Test
    void aRoomKnowsTheRoomsBelowIt() {
        List<List<String>> downward = List.of(
                List.of("solve"),
                List.of("adjoint", "event"),
                List.of("loop"),
                List.of("store"),
                List.of("step"),
                List.of("system"));
        List<String> notBelow = new ArrayList<>();
        for (List<String> level : downward) {
            notBelow.addAll(level);
            for (String room : level) {
                noClasses()
                        .that()
                        .resideInAPackage(room(room))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(notBelow.stream()
                                .filter(other -> !other.equals(room))
                                .map(ArchitectureTest::room)
                                .toArray(String[]::new))
                        .check(classes);
            }
        }
    }

    private static String room(String name) {
        return ROOT + ".internal." + name;
    }

    /** What providers implement and what they are handed does not know of the solver that uses them. */
    @Test
    void servicesKnowNothingOfTheSolver() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT + ".norm",
                        ROOT + ".control",
                        ROOT + ".method",
                        ROOT + ".spi",
                        ROOT + ".state",
                        ROOT + ".tensor")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT, ROOT + ".internal..")
                .check(classes);
    }

    @Test
    void standardStreamsAreLeftAlone() {
        noClasses().should(ACCESS_STANDARD_STREAMS).check(classes);
    }

    @Test
    void publicMethodsShowNothingInternal() {
        DescribedPredicate<JavaClass> internal = JavaClass.Predicates.resideInAPackage(ROOT + ".internal..");
        methods()
                .that()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .resideOutsideOfPackage(ROOT + ".internal..")
                .should()
                .notHaveRawReturnType(internal)
                .andShould()
                .notHaveRawParameterTypes(DescribedPredicate.anyElementThat(internal))
                .check(classes);
    }

    @Test
    void nothingStaticCanBeChanged() {
        fields().that().areStatic().should().beFinal().check(classes);
    }
}
