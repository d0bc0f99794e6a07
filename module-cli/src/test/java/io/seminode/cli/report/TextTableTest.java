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
