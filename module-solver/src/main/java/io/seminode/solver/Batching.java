package io.seminode.solver;

import io.seminode.solver.problem.Problem;
import java.util.Locale;

/** How the samples of a batch share steps. */
public enum Batching {
    /** All samples step together; the norm measures them together. As the paper and torchdiffeq do it. */
    JOINT("one step size for all samples"),
    /**
     * Each sample has its own time, step size, error and acceptance, as if it were solved alone; the norm measures each by
     * itself. The problem must say that it is one of samples, see {@link Problem.Builder#samples}. Source: M. Lienen and S.
     * Guennemann, "torchode: A Parallel ODE Solver for PyTorch" (arXiv:2210.12375).
     */
    PER_SAMPLE("own step sizes per sample");

    private final String description;

    Batching(String description) {
        this.description = description;
    }

    /** One sentence for lists. */
    public String description() {
        return description;
    }

    /** The name as used on the command line and in result files: lower case, with a hyphen. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
