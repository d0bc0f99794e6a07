/**
 * Adaptive ODE solvers and their adjoints on TensorFlow Java, with exchangeable norms.
 *
 * <p>A solve is one compiled TensorFlow function. Norms, methods and step controllers are services.
 *
 * @uses io.seminode.solver.norm.Norm to find norms by name
 * @uses io.seminode.solver.method.Method to find methods by name
 * @uses io.seminode.solver.control.StepController to find step controllers by name
 * @provides io.seminode.solver.norm.Norm the norms of the paper, of torchdiffeq and of diffrax
 * @provides io.seminode.solver.method.Method explicit methods of order 1 to 8, implicit ones for stiff problems, Adams methods
 * @provides io.seminode.solver.control.StepController integral, PI, PID and constant
 */
module io.seminode.solver {
    requires transitive tensorflow;
    requires static transitive org.jspecify;

    exports io.seminode.solver;
    exports io.seminode.solver.control;
    exports io.seminode.solver.method;
    exports io.seminode.solver.norm;
    exports io.seminode.solver.problem;
    exports io.seminode.solver.spi;
    exports io.seminode.solver.state;
    exports io.seminode.solver.symbolic;
    exports io.seminode.solver.tensor;

    uses io.seminode.solver.control.StepController;
    uses io.seminode.solver.method.Method;
    uses io.seminode.solver.norm.Norm;

    provides io.seminode.solver.control.StepController with
            io.seminode.solver.control.ConstantController,
            io.seminode.solver.control.IntegralController,
            io.seminode.solver.control.PiController,
            io.seminode.solver.control.PidController;
    provides io.seminode.solver.method.Method with
            io.seminode.solver.method.AdaptiveHeun,
            io.seminode.solver.method.BogackiShampine3,
            io.seminode.solver.method.DormandPrince5,
            io.seminode.solver.method.DormandPrince8,
            io.seminode.solver.method.Euler,
            io.seminode.solver.method.ExplicitAdams,
            io.seminode.solver.method.Fehlberg2,
            io.seminode.solver.method.Fehlberg45,
            io.seminode.solver.method.Heun2,
            io.seminode.solver.method.Heun3,
            io.seminode.solver.method.ImplicitAdams,
            io.seminode.solver.method.Kvaerno3,
            io.seminode.solver.method.Kvaerno5,
            io.seminode.solver.method.Midpoint,
            io.seminode.solver.method.Ralston,
            io.seminode.solver.method.RungeKutta4,
            io.seminode.solver.method.Tsitouras5;
    provides io.seminode.solver.norm.Norm with
            io.seminode.solver.norm.DefaultNorm,
            io.seminode.solver.norm.MaximumNorm,
            io.seminode.solver.norm.PooledParametersNorm,
            io.seminode.solver.norm.PooledRms,
            io.seminode.solver.norm.PooledRmsSeminorm,
            io.seminode.solver.norm.Seminorm,
            io.seminode.solver.norm.SeminormWithTime;
}
