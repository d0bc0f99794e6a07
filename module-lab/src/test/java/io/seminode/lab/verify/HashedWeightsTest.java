package io.seminode.lab.verify;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The numbers are those the reference gives for its first three parameters. */
class HashedWeightsTest {
    private static final String FILE = """
            {"case": "x",
             "weight_formula": "%s",
             "param_order": ["a.weight", "a.bias", "b.weight"],
             "param_shapes": {"a.weight": [2, 4], "a.bias": [4], "b.weight": [1, 400]}}
            """;

    private static Fields file(String formula) {
        byte[] json = FILE.formatted(formula).getBytes(StandardCharsets.UTF_8);
        return ReferenceFile.parse("x.json", json, null).fields();
    }

    @Test
    void areThoseOfTheReference() {
        Map<String, double[]> weights = HashedWeights.of(file(
                "entry e: w = u(e + 1000003*k) / sqrt(fan_in) with u(n) = 2*(lowbias32(n mod 2^32)+0.5)/2^32 - 1"));
        assertFirst(
                weights.get("a.weight"),
                -0.4999999998835847,
                -0.09165091800969094,
                0.31669816409703344,
                -0.17208994238171726);
        assertFirst(
                weights.get("a.bias"),
                0.2921721878228709,
                -0.33997374202590436,
                -0.20559897308703512,
                0.3136992041254416);
        assertFirst(weights.get("b.weight"), 0.03004820382921025, 0.04624753190437332, -0.017994748416822404);
    }

    @Test
    void anotherFormulaIsNotGuessed() {
        assertThrows(NotSupportedException.class, () -> HashedWeights.of(file("w = 1")));
    }

    private static void assertFirst(double[] found, double... expected) {
        assertArrayEquals(expected, Arrays.copyOf(found, expected.length), 1e-15);
    }
}
