package io.seminode.solver.tensor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.spi.AbstractInterruptibleChannel;
import org.tensorflow.types.TInt32;

/**
 * A call that loops inside can be told to end: an input of the function whose memory changes while the function runs. TensorFlow
 * takes tensors of the processor as they lie in memory and its loops hand them on without copies, so that a comparison
 * inside a loop sees what was written last.
 *
 * <p>It is told so when its thread is interrupted, by what the JDK has for threads that wait for a device, or when it is closed.
 */
final class RunningCall extends AbstractInterruptibleChannel {
    private final TInt32 signal = TInt32.scalarOf(0);

    /** The input of the function. */
    TInt32 signal() {
        return signal;
    }

    /** From here on an interrupt of this thread tells it to end. */
    void enter() {
        begin();
    }

    /** The counterpart of {@link #enter}. */
    void leave() {
        try {
            end(true);
        } catch (AsynchronousCloseException e) { // interrupted; wasStopped says so
            return;
        }
    }

    /** Tells it to end. */
    void stop() {
        try {
            close();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // implCloseChannel throws none
        }
    }

    /** Whether it was told to end. */
    boolean wasStopped() {
        return !isOpen();
    }

    @Override
    protected void implCloseChannel() {
        signal.setInt(1);
    }
}
