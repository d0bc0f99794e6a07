import io.seminode.solver.*; import io.seminode.solver.problem.Problem
import io.seminode.solver.state.NamedOperands
import org.tensorflow.ndarray.Shape
import org.tensorflow.types.TFloat64
var decay = Problem.builder(TFloat64.class).state("z", Shape.of(1)).parameter("k", Shape.of(1)).field((tf, t, y, p) -> NamedOperands.of("z", tf.math.neg(tf.math.mul(p.get("k"), y.get("z"))))).build()
var ode = Solver.create().withNorm("seminorm").withTolerances(1e-8, 1e-8).compile(decay)
var k = Map.of("k", new double[] {2})
var solution = ode.solve(Map.of("z", new double[] {1}), new double[] {0, 1}, k)
System.out.println("z(1) = " + solution.last("z")[0] + ", by k " + ode.gradient(solution, Map.of("z", new double[] {0, 1}), k).parameter("k")[0])
/exit
