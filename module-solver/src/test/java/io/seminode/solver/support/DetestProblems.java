package io.seminode.solver.support;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/**
 * The 25 problems of T. E. Hull, W. H. Enright, B. M. Fellen and A. E. Sedgwick, "Comparing numerical methods for ordinary
 * differential equations", SIAM J. Numer. Anal. 9 (1972), pages 603-637. States are columns [n, solutions], so that several
 * solutions can be had at once.
 */
public final class DetestProblems {
    private DetestProblems() {}

    /** dy/dt by components. */
    @FunctionalInterface
    private interface Rates {
        List<Operand<TFloat64>> at(Algebra a, Operand<TFloat64> t, List<Operand<TFloat64>> y);
    }

    /** Arithmetic that reads like the paper's. */
    private record Algebra(Ops tf) {
        Operand<TFloat64> number(double value) {
            return tf.constant(value);
        }

        Operand<TFloat64> times(double factor, Operand<TFloat64> x) {
            return tf.math.mul(number(factor), x);
        }

        @SafeVarargs
        final Operand<TFloat64> product(Operand<TFloat64>... factors) {
            Operand<TFloat64> product = factors[0];
            for (int i = 1; i < factors.length; i++) {
                product = tf.math.mul(product, factors[i]);
            }
            return product;
        }

        @SafeVarargs
        final Operand<TFloat64> sum(Operand<TFloat64>... terms) {
            Operand<TFloat64> sum = terms[0];
            for (int i = 1; i < terms.length; i++) {
                sum = tf.math.add(sum, terms[i]);
            }
            return sum;
        }

        Operand<TFloat64> minus(Operand<TFloat64> x) {
            return tf.math.neg(x);
        }

        Operand<TFloat64> over(Operand<TFloat64> x, Operand<TFloat64> y) {
            return tf.math.div(x, y);
        }

        Operand<TFloat64> power(Operand<TFloat64> x, double exponent) {
            return tf.math.pow(x, number(exponent));
        }
    }

    /**
     * A problem.
     *
     * @param start of one solution, [n]
     * @param rate of [n, solutions]
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Case(String name, double[] start, Fixtures.Rate rate) {
        static Case of(String name, Rates rates, double... start) {
            return new Case(name, start, (tf, t, y) -> {
                List<Operand<TFloat64>> parts = new ArrayList<>();
                for (int i = 0; i < start.length; i++) {
                    parts.add(tf.gather(y, tf.constant(i), tf.constant(0)));
                }
                return tf.stack(rates.at(new Algebra(tf), t, parts));
            });
        }

        /** y' = A y from the first unit vector, with A of three diagonals. */
        static Case tridiagonal(
                String name, int size, DoubleUnaryOperator below, DoubleUnaryOperator on, double above) {
            double[][] matrix = new double[size][size];
            for (int i = 0; i < size; i++) {
                matrix[i][i] = on.applyAsDouble(i);
                if (i + 1 < size) {
                    matrix[i + 1][i] = below.applyAsDouble(i);
                    matrix[i][i + 1] = above;
                }
            }
            double[] start = new double[size];
            start[0] = 1;
            return new Case(name, start, (tf, t, y) -> tf.linalg.matMul(tf.constant(matrix), y));
        }

        /** Kepler's problem. */
        static Case orbit(String name, double eccentricity) {
            return of(
                    name,
                    (a, t, y) -> {
                        Operand<TFloat64> cube =
                                a.power(a.sum(a.product(y.get(0), y.get(0)), a.product(y.get(1), y.get(1))), 1.5);
                        return List.of(
                                y.get(2), y.get(3), a.minus(a.over(y.get(0), cube)), a.minus(a.over(y.get(1), cube)));
                    },
                    1 - eccentricity,
                    0,
                    0,
                    Math.sqrt((1 + eccentricity) / (1 - eccentricity)));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** All of them. */
    public static Stream<Case> all() {
        return Stream.of(single(), small(), moderate(), orbits(), second()).flatMap(s -> s);
    }

    /** A1 to A5: single equations. */
    public static Stream<Case> single() {
        return Stream.of(
                Case.of("A1", (a, t, y) -> List.of(a.minus(y.get(0))), 1),
                Case.of("A2", (a, t, y) -> List.of(a.times(-0.5, a.power(y.get(0), 3))), 1),
                Case.of(
                        "A3",
                        (a, t, y) -> List.of(a.product(y.get(0), a.tf().math.cos(t))),
                        1),
                Case.of(
                        "A4",
                        (a, t, y) -> List.of(
                                a.product(a.times(0.25, y.get(0)), a.sum(a.number(1), a.times(-0.05, y.get(0))))),
                        1),
                Case.of("A5", (a, t, y) -> List.of(a.over(a.sum(y.get(0), a.minus(t)), a.sum(y.get(0), t))), 4));
    }

    private static Stream<Case> small() {
        return Stream.of(
                Case.of(
                        "B1",
                        (a, t, y) -> {
                            Operand<TFloat64> met = a.product(y.get(0), y.get(1));
                            return List.of(a.times(2, a.sum(y.get(0), a.minus(met))), a.sum(met, a.minus(y.get(1))));
                        },
                        1,
                        3),
                Case.of(
                        "B2",
                        (a, t, y) -> List.of(
                                a.sum(a.minus(y.get(0)), y.get(1)),
                                a.sum(y.get(0), a.times(-2, y.get(1)), y.get(2)),
                                a.sum(y.get(1), a.minus(y.get(2)))),
                        2,
                        0,
                        1),
                Case.of(
                        "B3",
                        (a, t, y) -> {
                            Operand<TFloat64> square = a.product(y.get(1), y.get(1));
                            return List.of(a.minus(y.get(0)), a.sum(y.get(0), a.minus(square)), a.times(1, square));
                        },
                        1,
                        0,
                        0),
                Case.of(
                        "B4",
                        (a, t, y) -> {
                            Operand<TFloat64> radius =
                                    a.power(a.sum(a.product(y.get(0), y.get(0)), a.product(y.get(1), y.get(1))), 0.5);
                            Operand<TFloat64> turn = a.over(y.get(2), radius);
                            return List.of(
                                    a.minus(a.sum(y.get(1), a.product(y.get(0), turn))),
                                    a.sum(y.get(0), a.minus(a.product(y.get(1), turn))),
                                    a.over(y.get(0), radius));
                        },
                        3,
                        0,
                        0),
                Case.of(
                        "B5",
                        (a, t, y) -> List.of(
                                a.product(y.get(1), y.get(2)),
                                a.minus(a.product(y.get(0), y.get(2))),
                                a.times(-0.51, a.product(y.get(0), y.get(1)))),
                        0,
                        1,
                        1));
    }

    private static Stream<Case> moderate() {
        return Stream.of(
                Case.tridiagonal("C1", 10, i -> 1, i -> i < 9 ? -1 : 0, 0),
                Case.tridiagonal("C2", 10, i -> i + 1, i -> i < 9 ? -i - 1 : 0, 0),
                Case.tridiagonal("C3", 10, i -> 1, i -> -2, 1),
                Case.tridiagonal("C4", 51, i -> 1, i -> -2, 1),
                new Case("C5", PLANETS, (tf, t, y) -> planets(tf, y)));
    }

    private static final double[] MASSES = {
        0.000954786104043, 0.000285583733151, 0.0000437273164546, 0.0000517759138449, 0.00000277777777778
    };

    /** Sun and outer planets: positions [5, 3], then velocities [5, 3]. */
    private static final double[] PLANETS = {
        3.42947415189,
        3.35386959711,
        1.35494901715,
        6.64145542550,
        5.97156957878,
        2.18231499728,
        11.2630437207,
        14.6952576794,
        6.27960525067,
        -30.1552268759,
        1.65699966404,
        1.43785752721,
        -21.1238353380,
        28.4465098142,
        15.3882659679,
        -.557160570446,
        .505696783289,
        .230578543901,
        -.415570776342,
        .365682722812,
        .169143213293,
        -.325325669158,
        .189706021964,
        .0877265322780,
        -.0240476254170,
        -.287659532608,
        -.117219543175,
        -.176860753121,
        -.216393453025,
        -.0148647893090
    };

    private static Operand<TFloat64> planets(Ops tf, Operand<TFloat64> y) {
        Operand<TFloat64> both = tf.reshape(y, tf.constant(new int[] {2, 5, 3, -1}));
        Operand<TFloat64> positions = tf.gather(both, tf.constant(0), tf.constant(0));
        Operand<TFloat64> velocities = tf.gather(both, tf.constant(1), tf.constant(0));
        Operand<TFloat64> masses = tf.constant(MASSES);
        Operand<TFloat64> pull = tf.math.div(tf.constant(-1.0), cubed(tf, positions, 1));
        Operand<TFloat64> heavy = tf.expandDims(tf.math.add(tf.constant(1.00000597682), masses), tf.constant(1));
        Operand<TFloat64> sun = tf.math.mul(tf.expandDims(tf.math.mul(heavy, pull), tf.constant(1)), positions);
        // apart[i, j] = y_j - y_i; ones on the diagonal keep 0 / 0 away.
        Operand<TFloat64> apart =
                tf.math.sub(tf.expandDims(positions, tf.constant(0)), tf.expandDims(positions, tf.constant(1)));
        Operand<TFloat64> ones = tf.linalg.tensorDiag(tf.constant(new double[] {1, 1, 1, 1, 1}));
        Operand<TFloat64> cubes = tf.math.add(cubed(tf, apart, 2), tf.expandDims(ones, tf.constant(2)));
        Operand<TFloat64> force = tf.math.sub(
                tf.math.div(apart, tf.expandDims(cubes, tf.constant(2))),
                tf.expandDims(
                        tf.math.mul(positions, tf.expandDims(tf.math.neg(pull), tf.constant(1))), tf.constant(0)));
        Operand<TFloat64> others =
                tf.math.mul(tf.expandDims(masses, tf.constant(0)), tf.math.sub(tf.constant(1.0), ones));
        Operand<TFloat64> between = tf.reduceSum(
                tf.math.mul(tf.reshape(others, tf.constant(new int[] {5, 5, 1, 1})), force), tf.constant(1));
        Operand<TFloat64> accelerations = tf.math.mul(tf.constant(2.95912208286), tf.math.add(sun, between));
        return tf.reshape(tf.stack(List.of(velocities, accelerations)), tf.constant(new int[] {30, -1}));
    }

    /** The cube of the length along an axis. */
    private static Operand<TFloat64> cubed(Ops tf, Operand<TFloat64> vectors, int axis) {
        return tf.math.pow(tf.reduceSum(tf.math.square(vectors), tf.constant(axis)), tf.constant(1.5));
    }

    /** D1 to D5: Kepler's orbits. */
    public static Stream<Case> orbits() {
        return Stream.of(
                Case.orbit("D1", 0.1),
                Case.orbit("D2", 0.3),
                Case.orbit("D3", 0.5),
                Case.orbit("D4", 0.7),
                Case.orbit("D5", 0.9));
    }

    private static Stream<Case> second() {
        return Stream.of(
                Case.of(
                        "E1",
                        (a, t, y) -> {
                            Operand<TFloat64> s = a.sum(t, a.number(1));
                            Operand<TFloat64> bent = a.over(a.number(-0.25), a.product(s, s));
                            return List.of(
                                    a.times(1, y.get(1)),
                                    a.minus(a.sum(a.over(y.get(1), s), a.product(a.sum(a.number(1), bent), y.get(0)))));
                        },
                        .671396707141803,
                        .0954005144474744),
                Case.of(
                        "E2",
                        (a, t, y) -> List.of(
                                a.times(1, y.get(1)),
                                a.sum(
                                        a.product(a.sum(a.number(1), a.minus(a.product(y.get(0), y.get(0)))), y.get(1)),
                                        a.minus(y.get(0)))),
                        2,
                        0),
                Case.of(
                        "E3",
                        (a, t, y) -> List.of(
                                a.times(1, y.get(1)),
                                a.sum(
                                        a.times(1.0 / 6, a.power(y.get(0), 3)),
                                        a.minus(y.get(0)),
                                        a.times(2, a.tf().math.sin(a.times(2.78535, t))))),
                        0,
                        0),
                Case.of(
                        "E4",
                        (a, t, y) -> List.of(
                                a.times(1, y.get(1)),
                                a.sum(a.number(0.032), a.times(-0.4, a.product(y.get(1), y.get(1))))),
                        30,
                        0),
                Case.of(
                        "E5",
                        (a, t, y) -> List.of(
                                a.times(1, y.get(1)),
                                a.over(
                                        a.power(a.sum(a.number(1), a.product(y.get(1), y.get(1))), 0.5),
                                        a.sum(a.number(25), a.minus(t)))),
                        0,
                        0));
    }
}
