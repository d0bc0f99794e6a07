package io.seminode.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

final class TextTableTest {
    private static TextTable table() {
        return TextTable.withHeader("Norm", "Loss").row("default", "1.5").row("x|y", "10.25 ± 0.5");
    }

    @Test
    void textAlignsNumbersRight() {
        assertEquals("""
                Norm            Loss
                -------  -----------
                default          1.5
                x|y      10.25 ± 0.5
                """, table().toText());
    }

    @Test
    void wordsAreAlignedLeftWithoutTrailingSpaces() {
        assertEquals("""
                Norm     Loss
                -------  -----------
                default  1.5
                x|y      10.25 ± 0.5
                """, table().leftAligned().toText());
    }

    @Test
    void columnsOfWordsAreAlignedLeft() {
        assertEquals(
                """
                Model  Norm      Time
                -----  --------  ----
                cde    default      -
                cde    seminorm    10
                """,
                TextTable.withHeader("Model", "Norm", "Time")
                        .row("cde", "default", "-")
                        .row("cde", "seminorm", "10")
                        .toText());
    }

    @Test
    void aWideTableWrapsItsHeaderThenGoesOnBelow() {
        TextTable wide = TextTable.withHeader("Norm", "Forward eval.", "Bwd eval. saved")
                .row("default", "1,000", "-")
                .row("seminorm", "1,000", "20.0 %");
        assertEquals(wide.toText(), wide.toText(40, 1), "as it is where there is room");
        assertEquals("""
                                      Bwd
                          Forward   eval.
                Norm        eval.   saved
                --------  -------  ------
                default     1,000       -
                seminorm    1,000  20.0 %
                """, wide.toText(30, 1));
        assertEquals("""
                          Forward
                Norm        eval.
                --------  -------
                default     1,000
                seminorm    1,000

                             Bwd
                           eval.
                Norm       saved
                --------  ------
                default        -
                seminorm  20.0 %
                """, wide.toText(20, 1));
    }

    @Test
    void markdownEscapesBars() {
        assertEquals("""
                | Norm | Loss |
                | --- | ---: |
                | default | 1.5 |
                | x\\|y | 10.25 ± 0.5 |
                """, table().toMarkdown());
    }

    @Test
    void aRowOfAnotherLengthIsRejected() {
        assertThrows(IllegalArgumentException.class, () -> table().row("only one"));
    }
}
