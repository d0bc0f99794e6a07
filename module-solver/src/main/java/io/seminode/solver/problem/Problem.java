package io.seminode.solver.problem;

import io.seminode.solver.control.StepControl;
import io.seminode.solver.state.Kind;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.state.Part;
import io.seminode.solver.state.Role;
import io.seminode.solver.tensor.Gradients;
import io.seminode.solver.tensor.RootLocale;
import io.seminode.solver.tensor.TensorFlowRuntime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Identity;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/**
 * An ODE: a vector field, the parts of its state, and its parameters.
 *
 * <p>Building it looks at the field's graph once and finds out which parts are coupled and which are quadratures, which
 * parameters are used and whether time is.
 *
 * @param <T> the precision of state and parameters
 */
public final class Problem<T extends TFloating> {
    private static final int DEFAULT_MAX_EVENTS = 64;

    private final Class<T> type;
    private final VectorField<T> field;
    private final List<Part> parts;
    private final List<Parameter> parameters;
    private final Set<String> usedParameters;
    private final boolean timeDependent;
    private final List<Double> jumpTimes;
    private final List<Event<T>> events;
    private final int maxEvents;
    private final int samples;

    private Problem(
            Class<T> type,
            VectorField<T> field,
            List<Part> parts,
            List<Parameter> parameters,
            Set<String> usedParameters,
            boolean timeDependent,
            List<Double> jumpTimes,
            List<Event<T>> events,
            int maxEvents,
            int samples) {
        this.samples = samples;
        this.type = type;
        this.field = field;
        this.parts = parts;
        this.parameters = parameters;
        this.usedParameters = usedParameters;
        this.timeDependent = timeDependent;
        this.jumpTimes = jumpTimes;
        this.events = List.copyOf(events);
        this.maxEvents = maxEvents;
    }

    /** Starts the description of a problem in float32 or float64. */
    public static <T extends TFloating> Builder<T> builder(Class<T> type) {
        return new Builder<>(type);
    }

    /** The precision of state and parameters. */
    public Class<T> type() {
        return type;
    }

    /** The right-hand side. */
    public VectorField<T> field() {
        return field;
    }

    /** The parts of the state, in order, with their roles. */
    public List<Part> parts() {
        return parts;
    }

    /** Parameters and constants, in order. */
    public List<Parameter> parameters() {
        return parameters;
    }

    /** Those that get a gradient, in order. */
    public List<Parameter> learntParameters() {
        return parameters.stream().filter(Parameter::isLearnt).toList();
    }

    /** Whether the field uses the parameter or constant of that name. */
    public boolean uses(Parameter parameter) {
        return usedParameters.contains(parameter.name());
    }

    /** Whether the field uses time. */
    public boolean isTimeDependent() {
        return timeDependent;
    }

    /** Times at which the field jumps. */
    public List<Double> jumpTimes() {
        return jumpTimes;
    }

    /** What may happen on the way, in order. */
    public List<Event<T>> events() {
        return events;
    }

    /** How many events there is room for in one solve. */
    public int maxEvents() {
        return maxEvents;
    }

    /** How many samples the first axis of every part counts; 0 unless {@link Builder#samples} says that it does. */
    public int samples() {
        return samples;
    }

    /** The same without events. */
    public Problem<T> withoutEvents() {
        return new Problem<>(
                type,
                field,
                parts,
                parameters,
                usedParameters,
                timeDependent,
                jumpTimes,
                List.of(),
                maxEvents,
                samples);
    }

    /** Describes a problem. */
    public static final class Builder<T extends TFloating> {
        private final Class<T> type;
        private final Map<String, Shape> shapes = new LinkedHashMap<>();
        private final Map<String, Role> declaredRoles = new LinkedHashMap<>();
        private final Map<String, Parameter> parameters = new LinkedHashMap<>();
        private List<Double> jumpTimes = List.of();
        private final Map<String, Event<T>> events = new LinkedHashMap<>();
        private int maxEvents = DEFAULT_MAX_EVENTS;
        private boolean ofSamples;
        private @Nullable VectorField<T> field;

        private Builder(Class<T> type) {
            this.type = type;
        }

        /** Adds a part of the state; its role is found from the field. */
        public Builder<T> state(String name, Shape shape) {
            if (shapes.putIfAbsent(name, shape) != null) {
                throw new IllegalArgumentException("Two parts of the state are called \"" + name + "\".");
            }
            return this;
        }

        /** Adds a part of the state and declares its role; a field that contradicts it is an error. */
        public Builder<T> state(String name, Shape shape, Role role) {
            state(name, shape);
            declaredRoles.put(name, role);
            return this;
        }

        /** Adds a parameter that gets a gradient. */
        public Builder<T> parameter(String name, Shape shape) {
            return parameter(new Parameter(name, shape, Parameter.Use.LEARNT));
        }

        /** Adds something the field uses that gets no gradient. */
        public Builder<T> constant(String name, Shape shape) {
            return parameter(new Parameter(name, shape, Parameter.Use.CONSTANT));
        }

        /** Adds a parameter. */
        public Builder<T> parameter(Parameter parameter) {
            if (parameters.putIfAbsent(parameter.name(), parameter) != null) {
                throw new IllegalArgumentException("Two parameters are called \"" + parameter.name() + "\".");
            }
            return this;
        }

        /**
         * Says at which times the field jumps, for example at the knots of a control path: steps end there, forward and
         * backward, and go on with the derivative on the far side.
         */
        public Builder<T> jumpTimes(double... times) {
            this.jumpTimes = StepControl.DEFAULT.withJumpTimes(times).jumpTimes();
            return this;
        }

        /** Adds something that may happen on the way. */
        public Builder<T> event(Event<T> event) {
            if (events.putIfAbsent(event.name(), event) != null) {
                throw new IllegalArgumentException("Two events are called \"" + event.name() + "\".");
            }
            return this;
        }

        /** Sets how many events there is room for in one solve; 64 unless set. */
        public Builder<T> maxEvents(int limit) {
            if (limit < 1) {
                throw new IllegalArgumentException("maxEvents is " + limit + ", expected 1 or more.");
            }
            this.maxEvents = limit;
            return this;
        }

        /**
         * Says that the first axis of every part counts samples, and that the field makes each sample's derivative of that
         * sample alone: what own step sizes per sample need. A field that uses time must then take it as a scalar or as
         * {@code [samples]}; {@link Times#along} brings both into a shape that fits.
         */
        public Builder<T> samples() {
            this.ofSamples = true;
            return this;
        }

        /** Sets the right-hand side. */
        public Builder<T> field(VectorField<T> vectorField) {
            this.field = vectorField;
            return this;
        }

        /**
         * Looks at the field and makes the problem.
         *
         * @throws IllegalArgumentException if the field's derivative has other names or shapes than the state, or a part
         *     is declared to have a role that it has not; the message names it
         * @throws UnconnectedParameterException if the field does not use a learnt parameter
         */
        public Problem<T> build() {
            VectorField<T> rightHandSide = field;
            if (rightHandSide == null || shapes.isEmpty()) {
                throw new IllegalStateException("A problem needs a state and a field.");
            }
            TensorFlowRuntime.prepare();
            try (Graph graph = new Graph()) {
                return RootLocale.call(() -> analyse(Ops.create(graph), rightHandSide));
            }
        }

        private Problem<T> analyse(Ops tf, VectorField<T> rightHandSide) {
            Operand<TFloat64> t = tf.placeholder(TFloat64.class, Placeholder.shape(Shape.scalar()));
            Map<String, Operand<T>> state = placeholders(tf, shapes);
            Map<String, Shape> parameterShapes = new LinkedHashMap<>();
            parameters.values().forEach(p -> parameterShapes.put(p.name(), p.shape()));
            Map<String, Operand<T>> arguments = placeholders(tf, parameterShapes);

            NamedOperands<T> derivative =
                    rightHandSide.derivative(tf, t, NamedOperands.of(state), NamedOperands.of(arguments));
            requireStateLike(derivative);
            EventEnds<T> events = eventEnds(tf, t, NamedOperands.of(state), NamedOperands.of(arguments));
            List<Operand<T>> ends = new ArrayList<>(derivative.list());
            ends.addAll(events.all());

            List<Operand<?>> inputs = new ArrayList<>();
            inputs.add(t);
            inputs.addAll(state.values());
            inputs.addAll(arguments.values());
            List<Boolean> dependent = Gradients.dependent(derivative.list(), inputs);
            List<Boolean> steering = Gradients.dependent(events.steering(), inputs);
            List<Boolean> connected = Gradients.connected(ends, inputs);

            List<Part> parts = new ArrayList<>();
            int next = 1;
            for (Map.Entry<String, Shape> part : shapes.entrySet()) {
                requireDeclared(part.getKey(), dependent.get(next), steering.get(next));
                Role found = dependent.get(next) || steering.get(next) ? Role.COUPLED : Role.QUADRATURE;
                next++;
                parts.add(new Part(part.getKey(), part.getValue(), Kind.STATE, found));
            }
            Set<String> used = new LinkedHashSet<>();
            for (Parameter parameter : parameters.values()) {
                if (connected.get(next++)) {
                    used.add(parameter.name());
                } else if (parameter.use() == Parameter.Use.LEARNT) {
                    throw new UnconnectedParameterException(parameter.name());
                }
            }
            return new Problem<>(
                    type,
                    rightHandSide,
                    List.copyOf(parts),
                    List.copyOf(parameters.values()),
                    used,
                    dependent.get(0),
                    jumpTimes,
                    List.copyOf(this.events.values()),
                    maxEvents,
                    ofSamples ? countSamples(tf, rightHandSide, state, arguments, dependent.get(0)) : 0);
        }

        private int countSamples(
                Ops tf,
                VectorField<T> rightHandSide,
                Map<String, Operand<T>> state,
                Map<String, Operand<T>> arguments,
                boolean timeDependent) {
            long samples = -1;
            for (Map.Entry<String, Shape> part : shapes.entrySet()) {
                long found = part.getValue().numDimensions() == 0
                        ? 0
                        : part.getValue().get(0);
                if (found < 1 || (samples >= 0 && found != samples)) {
                    throw new IllegalArgumentException("Part \"" + part.getKey() + "\" has shape " + part.getValue()
                            + ", expected a first axis that counts the samples"
                            + (samples >= 0 ? ", " + samples + " as in the part before it." : "."));
                }
                samples = found;
            }
            if (timeDependent) {
                Operand<TFloat64> times = tf.placeholder(TFloat64.class, Placeholder.shape(Shape.of(samples)));
                try {
                    requireStateLike(
                            rightHandSide.derivative(tf, times, NamedOperands.of(state), NamedOperands.of(arguments)));
                } catch (TensorFlowException | IllegalArgumentException e) {
                    throw new IllegalArgumentException(
                            "The field does not take a time of shape [" + samples + "], one for each sample, as a"
                                    + " problem of samples must: " + e.getMessage() + " Bring t into the shape of the"
                                    + " state with Times.along, or leave Problem.Builder.samples out.",
                            e);
                }
            }
            return Math.toIntExact(samples);
        }

        private Map<String, Operand<T>> placeholders(Ops tf, Map<String, Shape> named) {
            Map<String, Operand<T>> placeholders = new LinkedHashMap<>();
            named.forEach((name, shape) -> placeholders.put(name, tf.placeholder(type, Placeholder.shape(shape))));
            return placeholders;
        }

        /**
         * The operands that events compute.
         *
         * @param all of them
         * @param steering those that say when something happens and what the state is then; what a part is after a jump
         *     that leaves it as it was is none
         */
        private record EventEnds<T extends TFloating>(List<Operand<T>> all, List<Operand<T>> steering) {}

        /** The operands that events compute, checked. */
        private EventEnds<T> eventEnds(
                Ops tf, Operand<TFloat64> t, NamedOperands<T> state, NamedOperands<T> arguments) {
            List<Operand<T>> ends = new ArrayList<>();
            List<Operand<T>> steering = new ArrayList<>();
            for (Event<T> event : events.values()) {
                Operand<T> value = event.function().value(tf, t, state, arguments);
                if (value.shape().size() != 1) {
                    throw new IllegalArgumentException("The function of event \"" + event.name() + "\" has shape "
                            + value.shape() + ", expected one element.");
                }
                ends.add(value);
                steering.add(value);
                StateJump<T> jump = event.jump();
                if (jump != null) {
                    NamedOperands<T> after = jump.after(tf, t, state, arguments);
                    if (!after.names().equals(shapes.keySet())) {
                        throw new IllegalArgumentException("The state after event \"" + event.name()
                                + "\" has the parts " + after.names() + ", expected " + shapes.keySet() + ".");
                    }
                    shapes.forEach((name, shape) ->
                            requireShape(event, name, shape, after.get(name).shape()));
                    ends.addAll(after.list());
                    for (String name : shapes.keySet()) {
                        if (!isSame(after.get(name), state.get(name))) {
                            steering.add(after.get(name));
                        }
                    }
                }
            }
            return new EventEnds<>(ends, steering);
        }

        /** Whether an operand is a part itself, as it is or through identities. */
        private static boolean isSame(Operand<?> value, Operand<?> part) {
            Operand<?> source = value;
            while (source.op().type().equals(Identity.OP_NAME)) {
                source = ((GraphOperation) source.op()).inputs().iterator().next();
            }
            return source.op().equals(part.op());
        }

        private void requireShape(Event<T> event, String part, Shape expected, Shape found) {
            if (!found.isCompatibleWith(expected)) {
                throw new IllegalArgumentException("Part \"" + part + "\" has shape " + found + " after event \""
                        + event.name() + "\", expected " + expected + ".");
            }
        }

        private void requireStateLike(NamedOperands<T> derivative) {
            if (!derivative.names().equals(shapes.keySet())) {
                throw new IllegalArgumentException("The field returns the parts " + derivative.names()
                        + ", expected those of the state, " + shapes.keySet() + ".");
            }
            shapes.forEach((name, shape) -> {
                Shape found = derivative.get(name).shape();
                if (!found.isCompatibleWith(shape)) {
                    throw new IllegalArgumentException("The derivative of part \"" + name + "\" has shape " + found
                            + ", expected that of the part, " + shape + ".");
                }
            });
        }

        private void requireDeclared(String part, boolean inField, boolean inEvents) {
            Role found = inField || inEvents ? Role.COUPLED : Role.QUADRATURE;
            Role declared = declaredRoles.get(part);
            if (declared != null && declared != found) {
                String why = inField || !inEvents
                        ? ", but the field makes it " + found + ": " + (inField ? "some" : "no")
                                + " derivative is computed from it. Leave the declaration out or change the field."
                        : ", but an event makes it " + found + ": its function or its jump reads it, so that its error"
                                + " moves the event. Leave the declaration out.";
                throw new IllegalArgumentException("Part \"" + part + "\" is declared " + declared + why);
            }
        }
    }
}
