package io.seminode.solver.internal.step;

import io.seminode.solver.internal.loop.LoopState;
import io.seminode.solver.internal.system.Context;
import io.seminode.solver.internal.system.OdeSystem;
import io.seminode.solver.internal.system.StepErrors;
import io.seminode.solver.internal.system.StepSettings;
import io.seminode.solver.method.ButcherTableau;
import io.seminode.solver.method.Multistep;
import io.seminode.solver.tensor.Select;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TType;

/** Takes trial steps: explicit, diagonally implicit, or of a multistep method. */
public final class Stepper<T extends TFloating> {
    private final OdeSystem<T> system;
    private final StepSettings settings;
    private final StepErrors<T> errors;
    private final UnmeasuredIntegrals<T> unmeasured;
    private final @Nullable ImplicitStep<T> implicit;
    private final @Nullable AdamsStep<T> adams;

    public Stepper(
            OdeSystem<T> system, StepSettings settings, StepErrors<T> errors, UnmeasuredIntegrals<T> unmeasured) {
        this.system = system;
        this.settings = settings;
        this.errors = errors;
        this.unmeasured = unmeasured;
        this.implicit = settings.tableau().isExplicit() ? null : ImplicitStep.of(system, settings.tableau(), errors);
        this.adams = settings.method() instanceof Multistep multistep
                ? new AdamsStep<>(system, settings, multistep.formulas())
                : null;
    }

    /** Whether a step may remain unsolved. */
    public boolean isImplicit() {
        return implicit != null;
    }

    /** What is remembered before the first step. */
    public List<Operand<?>> start(Ops tf) {
        return adams == null ? List.of() : adams.start(tf);
    }

    /**
     * A step, and what is remembered after it.
     *
     * @param afresh whether the solve starts afresh at its end; null if it never does
     */
    public AdamsStep.Taken<T> take(
            Ops tf, LoopState<T> s, TrialSize trial, @Nullable Operand<TBool> afresh, Context<T> context) {
        if (adams != null) {
            return adams.take(tf, s.beginning(), s.history(), trial.t1(), trial.dt(), context);
        }
        if (implicit != null) {
            return new AdamsStep.Taken<>(implicit.take(tf, s.beginning(), trial.t1(), trial.dt(), context), List.of());
        }
        return new AdamsStep.Taken<>(explicit(tf, s, trial, afresh, context), List.of());
    }

    private ImplicitStep.Taken<T> explicit(
            Ops tf, LoopState<T> s, TrialSize trial, @Nullable Operand<TBool> afresh, Context<T> context) {
        ButcherTableau tableau = settings.tableau();
        Operand<TBool> solved = tf.constant(true);
        if (afresh == null || !tableau.isJudgedWithoutLastStage()) {
            RungeKuttaStep<T> step =
                    RungeKuttaStep.take(tf, system, tableau, s.beginning(), trial.t1(), trial.dt(), context);
            return new ImplicitStep.Taken<>(step, solved, tf.constant(tableau.evaluationsPerStep()));
        }
        RungeKuttaStep.Stages<T> stages =
                RungeKuttaStep.Stages.of(tf, system, tableau, s.beginning(), trial.t1(), trial.dt(), context);
        StepEnding.Ended<T> end =
                new StepEnding<>(system, settings, errors, unmeasured).end(tf, stages, s.sums(), afresh, context);
        return new ImplicitStep.Taken<>(
                stages.step(end.rates()),
                solved,
                tf.math.add(tf.constant(tableau.evaluationsPerStep() - 1), end.evaluations()));
    }

    /** What is remembered after a step that was accepted or not. */
    @SuppressWarnings("unchecked") // each is chosen with its own kind
    public static List<Operand<?>> chosen(Ops tf, Operand<TBool> accept, List<Operand<?>> next, List<Operand<?>> old) {
        List<Operand<?>> history = new ArrayList<>();
        for (int i = 0; i < old.size(); i++) {
            history.add(Select.choose(tf, accept, (Operand<TType>) next.get(i), (Operand<TType>) old.get(i)));
        }
        return history;
    }
}
