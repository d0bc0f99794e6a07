package io.seminode.cli.reproduce;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.seminode.cli.report.AnimatedGif;
import io.seminode.cli.report.Curves;
import io.seminode.cli.report.Curves.Curve;
import io.seminode.cli.report.Curves.Panel;
import io.seminode.cli.report.RunFolder;
import io.seminode.cli.train.TrainRun;
import io.seminode.data.pendulum.ControlledPendulum;
import io.seminode.data.pendulum.ControlledPendulum.State;
import io.seminode.data.pendulum.ControlledPendulum.Torques;
import io.seminode.data.pendulum.PendulumData;
import io.seminode.models.file.ModelFile;
import io.seminode.models.symplectic.EnergyShaping;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Figures 2 and 3: the true double pendulum, controlled with a learnt model from hanging down to upright. */
final class SwingUp {
    /** 30 s; the paper's code has 20 s. */
    private static final int SETTINGS = 600;

    private static final double DAMPING = 3;
    private static final double LARGEST_TORQUE = 50;
    private static final int PICTURES = 10;
    private static final int EVERY = 2;
    private static final int HUNDREDTHS = 10;

    private final RunFolder folder;

    SwingUp(RunFolder folder) {
        this.folder = folder;
    }

    /**
     * A line of {@code fig3.csv}. The torques are those that are set then; none at the end.
     */
    @JsonPropertyOrder({"t", "theta1", "theta2", "velocity1", "velocity2", "height", "torque1", "torque2"})
    record Row(
            double t,
            double theta1,
            double theta2,
            double velocity1,
            double velocity2,
            double height,
            @Nullable Double torque1,
            @Nullable Double torque2) {}

    /**
     * What is written as JSON.
     *
     * @param uprightFromSeconds when the tip came to stay within 0.1 of its highest point, 2; null if it did not
     * @param lastGap how far the tip is below it at the end
     * @param damping of the control, 1/s
     * @param seconds simulated
     * @param largestTorque that was set, N m
     */
    record Summary(
            @Nullable Double uprightFromSeconds,
            double lastGap,
            double damping,
            double seconds,
            double largestTorque) {}

    /**
     * What was made, as Markdown.
     *
     * @param pictures figure 2
     * @param curves figure 3
     * @param warning what is not as it should be; stands in the Markdown too
     */
    record Made(String pictures, String curves, Optional<String> warning) {}

    /** Controls and draws. */
    Made make(Path trained) {
        ModelFile file = ModelFile.read(trained.resolve(TrainRun.MODEL));
        try (EnergyShaping shaping = new EnergyShaping(file.model(), file.weights(), DAMPING)) {
            return draw(ControlledPendulum.simulate(
                    new State(0, 0, 0, 0), state -> torques(shaping, state), SETTINGS, PendulumData.STEP));
        }
    }

    /** Both figures of a motion. */
    Made draw(ControlledPendulum motion) {
        Summary summary = summary(motion);
        folder.writeJson("fig3.json", summary);
        folder.writeCsv("fig3.csv", Row.class, rows(motion));
        folder.writePlot("fig3", Curves.panels("The controlled double pendulum", "t (s)", panels(motion)));
        pictures(motion, summary);
        Optional<String> warning = warning(summary);
        String outcome = warning.map(text -> "**Warning**: " + text).orElseGet(() -> outcome(summary));
        return new Made(
                Target.FIG2.heading() + Figures.image("The controlled double pendulum", "fig2") + outcome
                        + "\n\n![The whole motion](fig2.gif)\n",
                Target.FIG3.heading() + Figures.image("Angles, velocities and torques", "fig3"),
                warning);
    }

    private static Torques torques(EnergyShaping shaping, State state) {
        double[] u = shaping.torques(
                new double[] {state.theta1(), state.theta2()}, new double[] {state.velocity1(), state.velocity2()});
        return new Torques(bounded(u[0]), bounded(u[1]));
    }

    /** As a motor would: a model that has learnt nothing asks for any torque. */
    private static double bounded(double torque) {
        return Math.max(-LARGEST_TORQUE, Math.min(LARGEST_TORQUE, torque));
    }

    private static Summary summary(ControlledPendulum motion) {
        double largest = motion.torques().stream()
                .mapToDouble(u -> Math.max(Math.abs(u.first()), Math.abs(u.second())))
                .max()
                .orElse(0);
        Double from = motion.uprightFrom().isPresent() ? motion.uprightFrom().getAsDouble() : null;
        return new Summary(from, motion.lastGap(), DAMPING, motion.torques().size() * motion.period(), largest);
    }

    private static Optional<String> warning(Summary summary) {
        return summary.uprightFromSeconds() != null
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "the controlled pendulum is not upright at the end, the tip is %.2f m below its highest point. The"
                                + " model needs more training.",
                        summary.lastGap()));
    }

    private static String outcome(Summary summary) {
        return String.format(
                Locale.ROOT,
                "Upright from %.1f s on, until the end after %.0f s; the largest torque was %.1f N m.",
                summary.uprightFromSeconds(),
                summary.seconds(),
                summary.largestTorque());
    }

    private static List<Row> rows(ControlledPendulum motion) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < motion.states().size(); i++) {
            State s = motion.states().get(i);
            Torques u = i < motion.torques().size() ? motion.torques().get(i) : null;
            rows.add(new Row(
                    i * motion.period(),
                    s.theta1(),
                    s.theta2(),
                    s.velocity1(),
                    s.velocity2(),
                    s.height(),
                    u == null ? null : u.first(),
                    u == null ? null : u.second()));
        }
        return rows;
    }

    private static List<Panel> panels(ControlledPendulum motion) {
        List<Double> t = new ArrayList<>();
        for (int i = 0; i < motion.states().size(); i++) {
            t.add(i * motion.period());
        }
        List<Double> set = t.subList(0, motion.torques().size());
        return List.of(
                new Panel(
                        "Height (m)",
                        List.of(curve("height of the tip, 2 is upright", 2, t, motion.states(), State::height))),
                new Panel(
                        "cos of angle",
                        List.of(
                                curve("cos theta1", 0, t, motion.states(), s -> Math.cos(s.theta1())),
                                curve("cos theta2", 1, t, motion.states(), s -> Math.cos(s.theta2())))),
                new Panel(
                        "rad/s",
                        List.of(
                                curve("velocity 1", 0, t, motion.states(), State::velocity1),
                                curve("velocity 2", 1, t, motion.states(), State::velocity2))),
                new Panel(
                        "N m",
                        List.of(
                                curve("torque on the second joint", 1, set, motion.torques(), Torques::first),
                                curve("torque on the first joint", 0, set, motion.torques(), Torques::second))));
    }

    private static <V> Curve curve(String name, int group, List<Double> t, List<V> values, ToDoubleFunction<V> number) {
        return new Curve(
                name,
                group,
                false,
                t,
                values.stream().map(v -> number.applyAsDouble(v)).toList());
    }

    private void pictures(ControlledPendulum motion, Summary summary) {
        List<State> states = motion.states();
        Double from = summary.uprightFromSeconds();
        int last = from == null
                ? states.size() - 1
                : Math.min(states.size() - 1, (int) Math.round((from + 1) / motion.period()));
        List<State> some = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < PICTURES; i++) {
            int index = Math.round((float) i * last / (PICTURES - 1));
            some.add(states.get(index));
            labels.add(String.format(Locale.ROOT, "%.1f s", index * motion.period()));
        }
        List<State> film = new ArrayList<>();
        for (int i = 0; i < states.size(); i += EVERY) {
            film.add(states.get(i));
        }
        folder.writePlot("fig2", PendulumPictures.sideBySide(some, labels));
        folder.writeWith(
                "fig2.gif",
                file -> AnimatedGif.write(
                        film.stream().map(PendulumPictures::one).toList(), HUNDREDTHS, file));
    }
}
