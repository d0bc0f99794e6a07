package io.seminode.models.tribuo;

import io.seminode.models.PredictiveModel;
import io.seminode.models.file.ModelFile;
import io.seminode.models.predict.Predictor;
import io.seminode.solver.tensor.ExecutionOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A predictor for several threads, made when the first one asks; closing waits for those that predict. Knows nothing of the
 * model that owns it, so that a cleaner can hold it.
 */
final class SharedPredictor implements AutoCloseable {
    private final ModelFile file;
    private final int size;
    private final ExecutionOptions execution;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final Map<Map<String, Integer>, Predictor> predictors = new HashMap<>(); // by sizes; guarded by this
    private boolean closed; // guarded by the lock

    SharedPredictor(ModelFile file, int size, ExecutionOptions execution) {
        this.file = file;
        this.size = size;
        this.execution = execution;
    }

    /**
     * Predicts a batch.
     *
     * @param features that it was encoded with
     * @throws IllegalStateException if it is closed
     */
    Map<String, float[]> predict(FeatureCodec features, Map<String, float[]> batch) {
        lock.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("The model is closed; copy it or read it again to predict.");
            }
            return predictor(features).predict(batch);
        } finally {
            lock.readLock().unlock();
        }
    }

    private synchronized Predictor predictor(FeatureCodec features) {
        return predictors.computeIfAbsent(features.sizes(), sizes -> {
            ModelFile resized = file.model() instanceof PredictiveModel model
                    ? new ModelFile(features.resized(model), file.solver(), file.data(), file.weights())
                    : file; // of which the predictor will say that it does not predict
            return Predictor.open(resized, size, execution);
        });
    }

    /** Whether the native memory was freed. */
    boolean isClosed() {
        lock.readLock().lock();
        try {
            return closed;
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Frees the native memory; the second time it does nothing. */
    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            closed = true;
            release();
        } finally {
            lock.writeLock().unlock();
        }
    }

    private synchronized void release() {
        predictors.values().forEach(Predictor::close);
        predictors.clear();
    }
}
