/**
 * A norm with a weight for each part.
 *
 * @provides io.seminode.solver.norm.Norm the norm {@code weighted}
 */
module org.example.norms {
    requires io.seminode.solver;

    provides io.seminode.solver.norm.Norm with
            org.example.norms.WeightedNorm;
}
