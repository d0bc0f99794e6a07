package io.seminode.models.tribuo;

import com.oracle.labs.mlrg.olcut.config.Config;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import io.seminode.models.PredictiveModel;
import io.seminode.models.file.DataSettings;
import io.seminode.models.file.ModelFile;
import io.seminode.models.train.CompiledSteps;
import io.seminode.models.train.EarlyStopping;
import io.seminode.models.train.TrainingListener;
import io.seminode.models.train.TrainingSession;
import io.seminode.models.train.TrainingSettings;
import io.seminode.solver.Solver;
import io.seminode.solver.tensor.Engine;
import io.seminode.solver.tensor.ExecutionOptions;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.tribuo.Dataset;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.Output;
import org.tribuo.Trainer;
import org.tribuo.provenance.ModelProvenance;
import org.tribuo.provenance.TrainerProvenance;
import org.tribuo.provenance.impl.TrainerProvenanceImpl;

/**
 * What all trainers have in common: they learn by Seminode's one training loop and make a {@link NeuralModel}.
 *
 * <p>A trainer may be used by several threads at once; what a training gives depends on the seed and on how many the trainer
 * has done before, as everywhere in Tribuo.
 *
 * @param <T> the kind of output
 */
public abstract class NeuralTrainer<T extends Output<T>> implements Trainer<T> {
    private static final long SEEDS_APART = 0x9E3779B97F4A7C15L;

    @Config(description = "How equations are solved.")
    private SolverOptions solver = new SolverOptions();

    @Config(description = "How training goes.")
    private TrainingOptions training = new TrainingOptions();

    @Config(description = "Seed of first weights, of the order of examples and of the part that is held out.")
    private long seed = Trainer.DEFAULT_SEED;

    /** The folds of a cross-validation compile once. */
    private final CompiledSteps steps = new CompiledSteps();

    private int invocations;

    /** With the options as they are by default. */
    protected NeuralTrainer() {}

    /** What a trainer learns, for one data set. */
    record Task<T extends Output<T>>(PredictiveModel model, FeatureCodec features, OutputCodec<T> outputs) {}

    /** What is to be learnt for a data set. */
    abstract Task<T> task(Dataset<T> examples, ImmutableFeatureMap features, ImmutableOutputInfo<T> outputs);

    /**
     * What more is to be found out about a trained model.
     *
     * @param content of the model
     * @param measured examples that it was not trained on, or those that it was if none were held out
     */
    Content<T> finished(Content<T> content, EncodedExamples measured) {
        return content;
    }

    /** The examples that are learnt from, and those that are held out. */
    private record Parts(EncodedExamples train, EncodedExamples heldOut) {}

    /** Changes a trainer that nobody has seen yet. */
    final void set(SolverOptions newSolver, TrainingOptions newTraining, long newSeed) {
        solver = newSolver;
        training = newTraining;
        seed = newSeed;
    }

    /** How equations are solved. */
    public final SolverOptions solver() {
        return solver;
    }

    /** How training goes. */
    public final TrainingOptions training() {
        return training;
    }

    /** What is drawn from. */
    public final long seed() {
        return seed;
    }

    @Override
    public NeuralModel<T> train(Dataset<T> examples) {
        return train(examples, Map.of());
    }

    @Override
    public NeuralModel<T> train(Dataset<T> examples, Map<String, Provenance> runProvenance) {
        return train(examples, runProvenance, INCREMENT_INVOCATION_COUNT);
    }

    /**
     * Trains.
     *
     * @throws IllegalArgumentException if the data set has fewer than two examples, unknown outputs, or features that are not finite
     * @throws io.seminode.models.train.TrainingFailedException if a batch fails, and that is not to be gone on from
     * @throws io.seminode.solver.tensor.InterruptedCallException if the thread is interrupted
     */
    @Override
    public NeuralModel<T> train(Dataset<T> examples, Map<String, Provenance> runProvenance, int invocationCount) {
        if (examples.getOutputInfo().getUnknownCount() > 0) {
            throw new IllegalArgumentException(
                    "The supplied Dataset contained unknown Outputs, and this Trainer is supervised.");
        }
        requireSome(examples);
        TrainerProvenance trainerProvenance;
        long runSeed;
        synchronized (this) {
            if (invocationCount != INCREMENT_INVOCATION_COUNT) {
                setInvocationCount(invocationCount);
            }
            trainerProvenance = getProvenance();
            runSeed = seed + SEEDS_APART * invocations;
            invocations++;
        }
        ImmutableFeatureMap features = examples.getFeatureIDMap();
        ImmutableOutputInfo<T> outputs = examples.getOutputIDInfo();
        Task<T> task = task(examples, features, outputs);
        Parts parts = parts(task, EncodedExamples.of(examples, task.features(), task.outputs()), runSeed);
        Learnt learnt = learn(task, parts, runSeed);
        ModelFile trained =
                new ModelFile(task.model(), solver.solver(), DataSettings.of(Content.SOURCE), learnt.weights());
        Content<T> content =
                Content.of(trained, task.features(), task.outputs(), learnt.execution(), training.predictionBatch());
        content = finished(content, parts.heldOut().size() > 0 ? parts.heldOut() : parts.train());
        ModelProvenance provenance = new ModelProvenance(
                NeuralModel.class.getName(),
                OffsetDateTime.now(java.time.ZoneId.systemDefault()),
                examples.getProvenance(),
                trainerProvenance,
                RunProvenance.of(runProvenance, solver.solver(), learnt));
        return new NeuralModel<>(task.model().kind(), provenance, features, outputs, content);
    }

    /** From one example nothing is learnt that it shares with others, and there is no deviation to standardise by. */
    private static void requireSome(Dataset<?> examples) {
        if (examples.size() < 2) {
            throw new IllegalArgumentException((examples.size() == 0 ? "No example" : "One example only")
                    + " found in the data set, expected 2 or more to train with.");
        }
    }

    private Parts parts(Task<T> task, EncodedExamples all, long runSeed) {
        EncodedExamples train = all;
        EncodedExamples heldOut = all.none();
        if (training.heldOut() > 0) {
            List<EncodedExamples> parts = all.split(classes(task, all), training.heldOut(), runSeed);
            train = parts.get(0);
            heldOut = parts.get(1);
        }
        if (train.size() == 0 || (training.heldOut() > 0 && heldOut.size() == 0)) {
            throw new IllegalArgumentException("Too few examples, " + all.size() + ", found to train with a part of "
                    + training.heldOut() + " held out.");
        }
        return new Parts(train, heldOut);
    }

    private Learnt learn(Task<T> task, Parts parts, long runSeed) {
        EncodedExamples train = parts.train();
        EncodedExamples heldOut = parts.heldOut();
        TrainingSettings settings = training.settings(train.size(), runSeed);
        Solver configured = solver.solver();
        configured
                .ineffective()
                .forEach(sentence -> System.getLogger(getClass().getName()).log(System.Logger.Level.WARNING, sentence));
        ExecutionOptions execution =
                new ExecutionOptions(Engine.valueOf(training.engine().name()), training.device());
        try (TrainingSession session = TrainingSession.open(task.model(), configured, settings, execution, steps)) {
            if (training.patience() == 0) {
                session.fit(train, heldOut, logged(new TrainingListener() {}));
                return new Learnt(session.weights(), session.history(), execution.withEngine(session.engine()));
            }
            EarlyStopping stopping = new EarlyStopping(training.patience(), session::weights);
            session.fit(train, heldOut, logged(stopping));
            Map<String, float[]> best = stopping.bestWeights();
            return new Learnt(
                    best.isEmpty() ? session.weights() : best,
                    session.history(),
                    execution.withEngine(session.engine()));
        }
    }

    private TrainingListener logged(TrainingListener other) {
        return new LoggedTraining(
                System.getLogger(getClass().getName()), training.epochs(), training.loggingInterval(), other);
    }

    private int[] classes(Task<T> task, EncodedExamples all) {
        if (task.outputs().labels().isEmpty()) {
            return new int[all.size()];
        }
        String field = task.outputs().target();
        float[] numbers = Objects.requireNonNull(
                all.gather(IntStream.range(0, all.size()).toArray()).get(field));
        return IntStream.range(0, all.size()).map(i -> (int) numbers[i]).toArray();
    }

    @Override
    public final synchronized int getInvocationCount() {
        return invocations;
    }

    @Override
    public final synchronized void setInvocationCount(int invocationCount) {
        if (invocationCount < 0) {
            throw new IllegalArgumentException("The supplied invocationCount is less than zero.");
        }
        invocations = invocationCount;
    }

    @Override
    public TrainerProvenance getProvenance() {
        return new TrainerProvenanceImpl(this);
    }
}
