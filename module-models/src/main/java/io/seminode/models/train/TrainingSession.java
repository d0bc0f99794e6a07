package io.seminode.models.train;

import io.seminode.data.Examples;
import io.seminode.models.TrainableModel;
import io.seminode.models.file.Checkpoint;
import io.seminode.models.file.StoredFileException;
import io.seminode.models.file.StoredTensor;
import io.seminode.solver.SolveException;
import io.seminode.solver.SolveStatistics;
import io.seminode.solver.Solver;
import io.seminode.solver.problem.Parameter;
import io.seminode.solver.tensor.Engine;
import io.seminode.solver.tensor.ExecutionOptions;
import io.seminode.solver.tensor.TensorMap;
import io.seminode.solver.tensor.Tensors;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Tensor;

/**
 * Trains one model: the only training loop there is.
 *
 * <p>A training step, with forward solve, loss, backward solve and update, is one call of one compiled function; a batch
 * computed in pieces is one call for each and one for the update. Weights and running means are tensors that go in and come
 * out; a step whose solve fails leaves them as they were.
 *
 * <p>Everything random depends on the seed and the place in the training alone, so that a training saved by {@link
 * #checkpoint} and continued by {@link #resume} gives bitwise what it would have given, on the same engine.
 *
 * <p>Owns native memory: close it. Not for several threads at once.
 */
public final class TrainingSession implements AutoCloseable {
    private static final int MOST_HALVINGS = 10;

    private final TrainableModel model;
    private final TrainingSettings settings;
    private final Solver solver;
    private ExecutionOptions execution;
    private @Nullable TrainingStep step;
    private TensorMap weights;
    private boolean closed;
    private int steps;
    private int batchesOfEpoch = 1;
    private TrainingProgress progress = TrainingProgress.begin();
    private @Nullable Begin begin;
    private boolean isWarned;
    private @Nullable CompiledSteps lender;
    private List<Object> loan = List.of();

    /** Weights to go back to. */
    private record Begin(TensorMap weights, int steps) {}

    private TrainingSession(
            TrainableModel model, Solver solver, TrainingSettings settings, ExecutionOptions execution) {
        this.model = model;
        this.solver = solver;
        this.settings = settings;
        this.execution = solver.executionOn(execution);
        this.weights = firstWeights();
        if (this.execution.engine() != Engine.AUTO) {
            this.step = new TrainingStep(model, solver, settings, this.execution);
        }
    }

    private TrainingSession(TrainableModel model, Solver solver, TrainingSettings settings, EngineChoice.Choice ready) {
        this.model = model;
        this.solver = solver;
        this.settings = settings;
        this.execution = ready.execution();
        this.step = ready.step();
        this.weights = firstWeights();
    }

    /**
     * Builds the step of a training and does not run it: for whoever wants to know before data are loaded or hours are spent
     * whether model and solver fit each other. What they can't do together, such as a norm with a weight for a part that the
     * adjoint system has not, or an adjoint that a method has not, is thrown as {@link #open} would throw it.
     *
     * @throws IllegalArgumentException if they do not fit; the message names what was found
     */
    public static void requireTrainable(TrainableModel model, Solver solver, TrainingSettings settings) {
        TrainingFunctions functions = new TrainingFunctions(
                model,
                solver,
                settings.batches().microBatch(),
                settings.optimisation().optimiser(),
                ExecutionOptions.NATIVE_CPU);
        functions.step().close();
    }

    /**
     * Draws the first weights from the seed of the settings, for training on the processor. {@link #fit} finds out which engine is the faster one, as
     * {@link EngineChoice} says; {@link #engine} tells which.
     */
    public static TrainingSession open(TrainableModel model, Solver solver, TrainingSettings settings) {
        return open(model, solver, settings, ExecutionOptions.AUTO_CPU);
    }

    /**
     * Compiles the training step and draws the first weights from the seed of the settings.
     *
     * @param execution engine and device; {@link Engine#AUTO} is decided, and compiled for, by {@link #fit}
     */
    public static TrainingSession open(
            TrainableModel model, Solver solver, TrainingSettings settings, ExecutionOptions execution) {
        return new TrainingSession(model, solver, settings, execution);
    }

    /**
     * Takes the training step that an earlier training compiled, if it is the same, and leaves it to the next one when it is closed. A choice of engine
     * goes with it.
     *
     * @param steps what several trainings of one model share
     */
    public static TrainingSession open(
            TrainableModel model,
            Solver solver,
            TrainingSettings settings,
            ExecutionOptions execution,
            CompiledSteps steps) {
        List<Object> key = CompiledSteps.key(model, solver, settings, execution);
        EngineChoice.Choice ready = steps.take(key);
        TrainingSession session = ready == null
                ? open(model, solver, settings, execution)
                : new TrainingSession(model, solver, settings, ready);
        session.lender = steps;
        session.loan = key;
        return session;
    }

    /**
     * Continues a training where a checkpoint left it: {@link #fit} does the rest. What is done about failures may be another
     * than before, from here on; {@link OnFailure#HALVE_LR} goes back to the checkpoint then until another epoch begins.
     *
     * @param execution that of the training so far; {@link Engine#AUTO} is the engine that was chosen then
     * @throws StoredFileException if the checkpoint is of another model, or was made with other settings; the message names
     *     what differs
     */
    public static TrainingSession resume(
            Checkpoint checkpoint,
            TrainableModel model,
            Solver solver,
            TrainingSettings settings,
            ExecutionOptions execution) {
        ExecutionOptions same =
                execution.engine() == Engine.AUTO ? execution.withEngine(Fingerprint.engine(checkpoint)) : execution;
        Fingerprint.of(model, solver, settings, same).requireSameAs(checkpoint);
        TrainingSession session = open(model, solver, settings, same);
        try {
            session.restore(checkpoint);
            return session;
        } catch (StoredFileException e) {
            session.close();
            throw e;
        } catch (RuntimeException e) { // by hand everything can be written into a file
            session.close();
            throw StoredFileException.in("The checkpoint's progress", e);
        }
    }

    /** The number of learnt numbers. */
    public long parameterCount() {
        return model.parameterCount();
    }

    /** A copy of the weights: for each parameter its values, row-major. */
    public Map<String, float[]> weights() {
        Map<String, float[]> copies = new LinkedHashMap<>();
        for (Parameter parameter : model.parameters()) {
            copies.put(parameter.name(), Tensors.toFloats(weights.get(Slots.VALUE + parameter.name())));
        }
        return copies;
    }

    /** The epochs done so far. */
    public List<EpochMetrics> history() {
        return progress.history();
    }

    /** What {@link #resume} needs to go on from here; between batches, so also from within a listener. */
    public Checkpoint checkpoint() {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>(stored("", weights));
        Begin kept = begin;
        if (kept != null) {
            tensors.putAll(stored(Slots.BEGIN, kept.weights()));
        }
        int beginSteps = kept == null ? 0 : kept.steps();
        step(); // what a checkpoint tells of is decided
        return new Checkpoint(
                Fingerprint.of(model, solver, settings, execution).parts(),
                ProgressText.write(progress, steps, beginSteps),
                ProgressText.history(progress),
                tensors,
                Map.of());
    }

    private static Map<String, StoredTensor> stored(String prefix, TensorMap tensors) {
        Map<String, StoredTensor> stored = new LinkedHashMap<>();
        tensors.asMap()
                .forEach((name, tensor) -> stored.put(
                        prefix + name, new StoredTensor(tensor.shape().asArray(), Tensors.toFloats(tensor))));
        return stored;
    }

    private void restore(Checkpoint checkpoint) {
        ProgressText.Read read = ProgressText.read(checkpoint.progress(), checkpoint.history());
        progress = read.progress();
        steps = read.steps();
        adopt(restored("", checkpoint));
        if (settings.onFailure() == OnFailure.HALVE_LR && progress.batchesDone() > 0) {
            boolean isKept = checkpoint.tensors().keySet().stream().anyMatch(name -> name.startsWith(Slots.BEGIN));
            begin = isKept
                    ? new Begin(restored(Slots.BEGIN, checkpoint), read.beginSteps())
                    : new Begin(copy(weights), steps);
        }
    }

    private TensorMap restored(String prefix, Checkpoint checkpoint) {
        TensorMap restored = new TensorMap();
        for (String kept : Slots.KEPT) {
            for (Parameter parameter : model.parameters()) {
                String name = kept + parameter.name();
                StoredTensor tensor = checkpoint.tensor(prefix + name, parameter.shape());
                restored.put(name, Tensors.ofFloats(parameter.shape(), tensor.values()));
            }
        }
        return restored;
    }

    /**
     * Trains for the epochs of the settings, or what is left of them.
     *
     * @param train examples to learn from; at least one batch of them
     * @param validation measured after each epoch; may be empty
     * @param listener may end the training early
     * @return one entry per epoch
     * @throws TrainingFailedException if a batch fails, and that is not to be gone on from
     */
    public List<EpochMetrics> fit(Examples train, Examples validation, TrainingListener listener) {
        int batches = settings.batches().in(train.size());
        batchesOfEpoch = batches;
        if (step == null) {
            chooseEngine(train, () -> {});
        } else {
            warmUp(train);
        }
        while (progress.epoch() <= settings.epochs()) {
            epoch(batches, train, validation, listener);
            if (listener.isEnough()) {
                break;
            }
        }
        return progress.history();
    }

    /** The engine of the training; {@link Engine#AUTO} until it is decided. */
    public Engine engine() {
        return execution.engine();
    }

    /**
     * Decides which engine is the faster one, and compiles for it. The steps that are timed change nothing.
     *
     * @param check called before each step; what it throws ends this
     */
    void chooseEngine(Examples train, Runnable check) {
        requireOpen();
        if (execution.engine() != Engine.AUTO) {
            return; // a time limit has decided it
        }
        int[] indices = IntStream.range(0, settings.batches().size()).toArray();
        List<Map<String, float[]>> first = pieces(train, indices, 0).subList(0, 1);
        double pieces = (double) settings.batches().size() / settings.batches().microBatch();
        EngineChoice.Choice choice = EngineChoice.of(
                options -> new TrainingStep(model, solver, settings, options),
                execution.device(),
                settings.batches().in(train.size()) * pieces * settings.epochs() * (1 - partDone()),
                step -> evaluations(step, first),
                check);
        step = choice.step();
        execution = choice.execution();
    }

    /** Runs a step and forgets what it gave, but for the evaluations of the field. */
    private long evaluations(TrainingStep timed, List<Map<String, float[]>> batch) {
        try {
            TrainingStep.Result result = run(timed, batch);
            result.weights().close();
            return result.metrics().forward().evaluations()
                    + result.metrics().backward().evaluations();
        } catch (SolveException | NonFiniteLossException tooEarly) {
            return 0; // nothing to time; if it matters, it will happen again when it counts
        }
    }

    /** The training step; one that nobody timed runs natively. */
    private TrainingStep step() {
        TrainingStep ready = step;
        if (ready == null) {
            requireOpen();
            execution = execution.withEngine(Engine.NATIVE);
            ready = new TrainingStep(model, solver, settings, execution);
            step = ready;
        }
        return ready;
    }

    /** One call that changes nothing: TensorFlow prepares a function at its first call, which no epoch should be timed with. */
    private void warmUp(Examples train) {
        int[] indices = IntStream.range(0, settings.batches().size()).toArray();
        try {
            run(pieces(train, indices, 0)).weights().close();
        } catch (SolveException | NonFiniteLossException tooEarly) {
            // If it matters, it will happen again when it counts.
        }
    }

    private void epoch(int batches, Examples train, Examples validation, TrainingListener listener) {
        int[] order = shuffled(train.size(), progress.epoch());
        if (settings.onFailure() == OnFailure.HALVE_LR && progress.batchesDone() == 0) {
            rememberBegin();
        }
        while (progress.batchesDone() < batches) {
            batch(batches, train, order, listener);
        }
        if (progress.failedBatches() == batches) {
            throw new TrainingFailedException(
                    new BatchFailure(progress.epoch(), batches, "every batch of the epoch failed.", OnFailure.STOP),
                    "Use a smaller learning rate or tolerance.",
                    null);
        }
        EpochMetrics metrics = validated(validation, listener);
        progress = progress.nextEpoch(metrics);
        listener.onEpoch(metrics);
    }

    private void batch(int batches, Examples train, int[] order, TrainingListener listener) {
        long start = System.nanoTime();
        int number = progress.batchesDone() + 1;
        StepMetrics metrics;
        try {
            TrainingStep.Result result =
                    run(pieces(train, order, (number - 1) * settings.batches().size()));
            adopt(result.weights());
            steps++;
            metrics = result.metrics();
        } catch (SolveException | NonFiniteLossException e) {
            failed(new BatchFailure(progress.epoch(), number, String.valueOf(e.getMessage()), settings.onFailure()), e);
            listener.onFailure(
                    new BatchFailure(progress.epoch(), number, String.valueOf(e.getMessage()), settings.onFailure()));
            return;
        }
        progress = progress.plus(metrics, (System.nanoTime() - start) / 1e9);
        warn(metrics.backward());
        listener.onBatch(new BatchMetrics(
                progress.epoch(),
                settings.epochs(),
                number,
                batches,
                metrics.loss(),
                metrics.measures(),
                metrics.forward(),
                metrics.backward()));
    }

    /** Once in a training: what is wrong with one batch is wrong with most. */
    private void warn(SolveStatistics backward) {
        if (!isWarned) {
            Optional<String> warning = backward.unmeasuredWarning();
            warning.ifPresent(
                    text -> System.getLogger(TrainingSession.class.getName()).log(Level.WARNING, text));
            isWarned = warning.isPresent();
        }
    }

    private void failed(BatchFailure failure, RuntimeException cause) {
        double factor = progress.rateFactor();
        switch (settings.onFailure()) {
            case STOP ->
                throw new TrainingFailedException(
                        failure, "Use a smaller learning rate, or resume with another OnFailure.", cause);
            case SKIP -> {}
            case HALVE_LR -> {
                factor /= 2;
                if (factor < Math.pow(2, -MOST_HALVINGS)) {
                    throw new TrainingFailedException(
                            failure, "The learning rate was halved " + MOST_HALVINGS + " times already.", cause);
                }
                Begin kept = Objects.requireNonNull(begin);
                adopt(copy(kept.weights()));
                steps = kept.steps();
            }
        }
        progress = progress.plusFailure(factor);
    }

    private void rememberBegin() {
        if (begin != null) {
            begin.weights().close();
        }
        begin = new Begin(copy(weights), steps);
    }

    private static TensorMap copy(TensorMap original) {
        TensorMap copy = new TensorMap();
        original.asMap()
                .forEach((name, tensor) -> copy.put(name, Tensors.ofFloats(tensor.shape(), Tensors.toFloats(tensor))));
        return copy;
    }

    private EpochMetrics validated(Examples validation, TrainingListener listener) {
        if (validation.size() == 0) {
            return progress.epochDone(Double.NaN, Map.of());
        }
        try {
            Evaluation evaluation = evaluate(validation, listener::onEvaluationBatch);
            if (!Double.isFinite(evaluation.loss())) {
                throw new NonFiniteLossException(evaluation.loss(), 0);
            }
            return progress.epochDone(evaluation.loss(), evaluation.measures());
        } catch (SolveException | NonFiniteLossException e) {
            BatchFailure failure =
                    new BatchFailure(progress.epoch(), 0, String.valueOf(e.getMessage()), settings.onFailure());
            if (settings.onFailure() == OnFailure.STOP) {
                throw new TrainingFailedException(
                        failure, "Use a smaller learning rate, or resume with another OnFailure.", e);
            }
            listener.onFailure(failure);
            return progress.epochDone(Double.NaN, Map.of());
        }
    }

    private List<Map<String, float[]>> pieces(Examples train, int[] order, int from) {
        List<Map<String, float[]>> pieces = new ArrayList<>();
        for (int piece = from;
                piece < from + settings.batches().size();
                piece += settings.batches().microBatch()) {
            int[] indices = java.util.Arrays.copyOfRange(
                    order, piece, piece + settings.batches().microBatch());
            pieces.add(train.gather(indices, progress.epoch()));
        }
        return pieces;
    }

    private int[] shuffled(int size, int epoch) {
        SplittableRandom random = new SplittableRandom(settings.seed() * 1_000_003 + epoch);
        int[] order = IntStream.range(0, size).toArray();
        for (int i = size - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }

    /**
     * What a training step gave and cost.
     *
     * @param loss of the batch before the update
     * @param measures what else the model measures, means over the batch
     */
    public record StepMetrics(
            double loss, Map<String, Double> measures, SolveStatistics forward, SolveStatistics backward) {
        static final StepMetrics NONE = new StepMetrics(0, Map.of(), SolveStatistics.ZERO, SolveStatistics.ZERO);

        StepMetrics plus(StepMetrics other) {
            return new StepMetrics(
                    loss + other.loss,
                    TrainingProgress.sum(measures, other.measures),
                    forward.plus(other.forward),
                    backward.plus(other.backward));
        }

        /** Costs stay sums. */
        StepMetrics meanOver(int pieces) {
            return new StepMetrics(loss / pieces, TrainingProgress.divide(measures, pieces), forward, backward);
        }
    }

    /**
     * One training step, on a whole batch that is not computed in pieces.
     *
     * @param batch for each field of the model's batch its values, row-major
     * @throws SolveException if a solve fails; the weights are then as before
     * @throws NonFiniteLossException if loss or gradient are not finite; the weights are then as before
     */
    public StepMetrics step(Map<String, float[]> batch) {
        if (settings.batches().microBatch() != settings.batches().size()) {
            throw new IllegalStateException("A single step takes whole batches, found settings with micro-batches of "
                    + settings.batches().microBatch() + ".");
        }
        TrainingStep.Result result = run(List.of(batch));
        adopt(result.weights());
        steps++;
        return result.metrics();
    }

    private TrainingStep.Result run(List<Map<String, float[]>> batch) {
        return run(step(), batch);
    }

    private TrainingStep.Result run(TrainingStep ready, List<Map<String, float[]>> batch) {
        double rate = settings.optimisation().learningRate()
                * progress.rateFactor()
                * settings.optimisation().decay().factor(partDone());
        return ready.run(
                weights,
                batch,
                settings.optimisation()
                        .optimiser()
                        .scalars(
                                steps + 1,
                                rate,
                                settings.optimisation().weightDecay(),
                                settings.optimisation().momentum()),
                new SplittableRandom(settings.seed() * 7_368_787 + steps));
    }

    /** What part of the training is done, judged by the epoch and the batches in it. */
    private double partDone() {
        double inEpoch = (double) progress.batchesDone() / batchesOfEpoch;
        return (progress.epoch() - 1 + inEpoch) / settings.epochs();
    }

    private void adopt(TensorMap fresh) {
        weights.close();
        weights = fresh;
    }

    /** Measures loss and measures on all examples, without changing the model. */
    public Evaluation evaluate(Examples part) {
        return evaluate(part, () -> {});
    }

    /**
     * Measures loss and measures on all examples, without changing the model.
     *
     * @param beforeBatch is called before each batch; what it throws ends this
     */
    public Evaluation evaluate(Examples part, Runnable beforeBatch) {
        SolveStatistics forward = SolveStatistics.ZERO;
        double sum = 0;
        Map<String, Double> measures = Map.of();
        int size = settings.batches().microBatch();
        for (int from = 0; from < part.size(); from += size) {
            beforeBatch.run();
            int real = Math.min(size, part.size() - from);
            // The last batch is filled up with repetitions of its first example, which do not count.
            int first = from;
            int[] indices = IntStream.range(0, size)
                    .map(i -> i < real ? first + i : first)
                    .toArray();
            Evaluation piece = step().evaluate(
                            weights,
                            part.gather(indices),
                            real,
                            new SplittableRandom(settings.seed() * 15_485_863 + from));
            sum += piece.loss();
            measures = TrainingProgress.sum(measures, piece.measures());
            forward = forward.plus(piece.forward());
        }
        return new Evaluation(sum / part.size(), TrainingProgress.divide(measures, part.size()), forward, part.size());
    }

    /**
     * One pass over examples with forward and backward solves, as in training, that changes nothing.
     *
     * @param most examples that are used, the first ones; the last batch is filled up with repetitions of its first one
     * @param beforeBatch is called before each batch; what it throws ends this
     * @return costs, summed over the batches; loss and measures are means over them
     */
    public StepMetrics pass(Examples part, int most, Runnable beforeBatch) {
        int size = settings.batches().size();
        int used = Math.min(most, part.size());
        int batches = (used + size - 1) / size;
        int[] order = IntStream.range(0, batches * size)
                .map(i -> i < used ? i : i - i % size)
                .toArray();
        StepMetrics sum = StepMetrics.NONE;
        for (int batch = 0; batch < batches; batch++) {
            beforeBatch.run();
            TrainingStep.Result result = run(pieces(part, order, batch * size));
            result.weights().close();
            sum = sum.plus(result.metrics());
        }
        return sum.meanOver(batches);
    }

    private TensorMap firstWeights() {
        Map<String, float[]> initial = model.initialParameters(settings.seed());
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Parameter parameter : model.parameters()) {
            float[] values = Objects.requireNonNull(initial.get(parameter.name()), parameter.name());
            float[] zeros = new float[values.length];
            tensors.put(Slots.VALUE + parameter.name(), Tensors.ofFloats(parameter.shape(), values));
            tensors.put(Slots.MEAN + parameter.name(), Tensors.ofFloats(parameter.shape(), zeros));
            tensors.put(Slots.SQUARE + parameter.name(), Tensors.ofFloats(parameter.shape(), zeros));
        }
        return new TensorMap(tensors);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("This training is closed, expected an open one; open or resume another.");
        }
    }

    /** Frees functions and weights. */
    @Override
    public void close() {
        closed = true;
        if (step != null && lender != null) {
            lender.giveBack(loan, new EngineChoice.Choice(step, execution));
        } else if (step != null) {
            step.close();
        }
        step = null;
        weights.close();
        if (begin != null) {
            begin.weights().close();
        }
    }
}
