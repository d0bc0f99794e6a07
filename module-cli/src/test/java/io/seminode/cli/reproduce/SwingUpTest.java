package io.seminode.cli.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.cli.report.RunFolder;
import io.seminode.data.pendulum.ControlledPendulum;
import io.seminode.data.pendulum.ControlledPendulum.State;
import io.seminode.data.pendulum.ControlledPendulum.Torques;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of made-up motions. */
final class SwingUpTest {
    private static final int SETTINGS = 40;
    private static final double PERIOD = 0.05;

    @TempDir
    private Path out;

    /** From hanging down, with the first link turning at equal speed, and the second in line with it. */
    private static ControlledPendulum turning(double until) {
        List<State> states = new ArrayList<>();
        List<Torques> torques = new ArrayList<>();
        for (int i = 0; i <= SETTINGS; i++) {
            states.add(new State(until * Math.min(1, 2.0 * i / SETTINGS), 0, 1, 0));
        }
        for (int i = 0; i < SETTINGS; i++) {
            torques.add(new Torques(-i, 2));
        }
        return new ControlledPendulum(PERIOD, states, torques);
    }

    @Test
    void motionIsDrawnWholeAndInWritableForms() throws Exception {
        SwingUp.Made made = new SwingUp(RunFolder.create(out)).draw(turning(Math.PI));
        assertTrue(made.warning().isEmpty());
        assertTrue(made.pictures().startsWith("## Figure 2: ") && made.curves().startsWith("## Figure 3: "));
        // Within 0.1 of the top: 2 - 2 cos(a) < 0.1 from 0.318 rad before it on, 18 of 20 settings.
        assertTrue(made.pictures()
                .contains("Upright from 0.9 s on, until the end after 2 s; the largest torque was 39.0 N m."));

        assertEquals(2000, picture("fig2.png").getWidth(), "ten pictures in two rows");
        assertEquals(896, picture("fig2.png").getHeight());
        assertEquals(1800, picture("fig3.png").getWidth());
        for (String svg : List.of("fig2.svg", "fig3.svg")) {
            assertEquals("svg", MadeUp.rootOf(out.resolve(svg)));
        }
        String drawing = Files.readString(out.resolve("fig2.svg"));
        assertEquals(10, drawing.split("\\.\\d s</text>", -1).length - 1, "a label below each");

        List<Map<String, String>> rows = RunFolder.shared(out).readCsv("fig3.csv");
        assertEquals(SETTINGS + 1, rows.size());
        assertEquals(-2, Double.parseDouble(rows.get(0).getOrDefault("height", "")), 1e-12);
        assertEquals(2, Double.parseDouble(rows.get(SETTINGS).getOrDefault("height", "")), 1e-12);
        assertEquals("-39.0", rows.get(SETTINGS - 1).get("torque1"));
        assertEquals("", rows.get(SETTINGS).get("torque1"), "none at the end");
    }

    @Test
    void filmShowsEverySecondState() throws IOException {
        new SwingUp(RunFolder.create(out)).draw(turning(Math.PI));
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        try (ImageInputStream in =
                ImageIO.createImageInputStream(out.resolve("fig2.gif").toFile())) {
            reader.setInput(in);
            assertEquals(SETTINGS / 2 + 1, reader.getNumImages(true));
            BufferedImage first = reader.read(0);
            BufferedImage last = reader.read(SETTINGS / 2);
            assertEquals(200, first.getWidth());
            assertEquals(200, first.getHeight());
            assertTrue(isInk(first, 100, 160) && !isInk(first, 100, 40), "hanging");
            assertTrue(isInk(last, 100, 40) && !isInk(last, 100, 160), "upright");
        } finally {
            reader.dispose();
        }
    }

    @Test
    void pendulumThatIsNotUprightIsAWarningInTheDocumentToo() throws IOException {
        SwingUp.Made made = new SwingUp(RunFolder.create(out)).draw(turning(Math.PI / 2));
        String warning = made.warning().orElseThrow();
        assertTrue(warning.contains("not upright at the end, the tip is 2.00 m below its highest point"), warning);
        assertTrue(made.pictures().contains("**Warning**: " + warning), made.pictures());
    }

    private static boolean isInk(BufferedImage picture, int x, int y) {
        return (picture.getRGB(x, y) & 0xFF) < 0xC0 || (picture.getRGB(x, y) >> 16 & 0xFF) < 0xC0;
    }

    private BufferedImage picture(String name) throws IOException {
        return Objects.requireNonNull(ImageIO.read(out.resolve(name).toFile()), name);
    }
}
