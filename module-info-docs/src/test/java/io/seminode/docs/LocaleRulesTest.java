package io.seminode.docs;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.seminode.data.Examples;
import io.seminode.models.TrainableModel;
import io.seminode.solver.Solver;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The libraries write and read the same in every locale: nothing in them takes the default one. */
class LocaleRulesTest {
    /** What takes the default locale if it is not told another. */
    private static final List<String> METHODS = List.of(
            "java.lang.String.format(java.lang.String, [Ljava.lang.Object;)",
            "java.lang.String.formatted([Ljava.lang.Object;)",
            "java.lang.String.toLowerCase()",
            "java.lang.String.toUpperCase()",
            "java.io.PrintStream.printf(java.lang.String, [Ljava.lang.Object;)",
            "java.io.PrintWriter.printf(java.lang.String, [Ljava.lang.Object;)",
            "java.util.Formatter.<init>()",
            "java.util.Scanner.<init>(java.io.InputStream)",
            "java.text.DecimalFormat.<init>(java.lang.String)",
            "java.text.NumberFormat.getInstance()",
            "java.text.NumberFormat.getNumberInstance()",
            "java.text.NumberFormat.getPercentInstance()",
            "java.time.format.DateTimeFormatter.ofPattern(java.lang.String)");

    @Test
    void theDefaultLocaleIsNeverTaken() {
        JavaClasses classes = new ClassFileImporter()
                .importUrls(Stream.of(Solver.class, Examples.class, TrainableModel.class)
                        .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                        .toList());
        assertTrue(classes.size() > 200, classes.size() + " classes found");
        DescribedPredicate<AccessTarget> byDefault = DescribedPredicate.describe(
                "what takes the default locale", target -> METHODS.contains(target.getFullName()));
        noClasses()
                .that()
                .doNotHaveSimpleName("RootLocale") // which asks what the default one does
                .should()
                .callCodeUnitWhere(target(byDefault))
                .check(classes);
    }
}
