package io.seminode.lab.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.lab.verify.CaseResult.Verdict;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class FindingsTest {
    private static CaseResult result(Consumer<Findings> comparisons) {
        Findings findings = new Findings();
        comparisons.accept(findings);
        return findings.result("file.json", "a case");
    }

    @Test
    void deviationIsRelativeToTheLargestMagnitude() {
        CaseResult result = result(f -> f.values("y", new double[] {1, 100.5}, new double[] {1, 100}, 1e-2));
        assertEquals(Verdict.PASSED, result.verdict());
        assertEquals(5e-3, result.largest().size(), 1e-15);
    }

    @Test
    void theDeviationNearestToItsBoundIsShown() {
        CaseResult result = result(f -> {
            f.value("a", 1.5, 1, 1);
            f.value("b", 1.01, 1, 1e-2 + 1e-9);
        });
        assertEquals("b", result.largest().what());
    }

    @Test
    void numbersThatAreNoneFail() {
        assertEquals(
                Verdict.FAILED, result(f -> f.value("y", Double.NaN, 1, 1e9)).verdict());
        assertEquals(
                Verdict.FAILED,
                result(f -> f.value("y", Double.POSITIVE_INFINITY, 1, 1e9)).verdict());
        assertEquals(
                Verdict.FAILED, result(f -> f.value("y", 1, Double.NaN, 1e9)).verdict());
    }

    @Test
    void equalInfinitiesPass() {
        double infinity = Double.NEGATIVE_INFINITY;
        assertEquals(
                Verdict.PASSED, result(f -> f.value("y", infinity, infinity, 0)).verdict());
    }

    @Test
    void otherLengthFails() {
        CaseResult result = result(f -> f.values("y", new double[2], new double[3], 1));
        assertEquals("y: 2 values, expected 3", result.message());
        assertEquals(Verdict.FAILED, result.verdict());
    }

    @Test
    void evaluationsMayDifferByAShare() {
        assertEquals(
                Verdict.PASSED, result(f -> f.evaluations("", 182, 188, 0.2)).verdict());
        CaseResult result = result(f -> f.evaluations("backward", 182, 188, 0));
        assertEquals("backward evaluations 182, expected 188", result.message());
    }

    @Test
    void onlyTheFirstFaultsAreShown() {
        CaseResult result = result(f -> {
            for (int i = 0; i < 5; i++) {
                f.equal("count " + i, 0, 1);
            }
        });
        assertTrue(result.message().endsWith("count 2 0, expected 1; and 2 more"), result.message());
    }

    @Test
    void nothingComparedIsNotPassed() {
        assertEquals(Verdict.SKIPPED, result(f -> {}).verdict());
    }
}
