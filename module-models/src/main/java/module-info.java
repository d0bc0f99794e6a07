/**
 * Neural differential equation models and their training.
 *
 * @provides io.seminode.solver.norm.Norm the norm of the paper's published pendulum code
 */
module io.seminode.models {
    requires static transitive org.jspecify;
    requires transitive io.seminode.data;
    requires transitive io.seminode.solver;

    exports io.seminode.models;
    exports io.seminode.models.nn;
    exports io.seminode.models.symplectic;
    exports io.seminode.models.train;

    provides io.seminode.solver.norm.Norm with
            io.seminode.models.symplectic.PublishedPendulumNorm;
}
