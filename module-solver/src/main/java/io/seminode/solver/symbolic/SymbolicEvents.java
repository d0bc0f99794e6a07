package io.seminode.solver.symbolic;

import io.seminode.solver.state.NamedOperands;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * The events of a solve inside a compiled function, in the order they happened.
 *
 * @param count how many
 * @param times when [capacity]
 * @param which index of each among the problem's events [capacity]
 * @param before the states just before, for each part [capacity, ...]
 * @param after the states just after, for each part [capacity, ...]
 */
public record SymbolicEvents<T extends TFloating>(
        Operand<TInt32> count,
        Operand<TFloat64> times,
        Operand<TInt32> which,
        NamedOperands<T> before,
        NamedOperands<T> after) {

    /**
     * The operands under names, for a function to return.
     *
     * @param prefix distinguishes the solves of one function
     */
    public Map<String, Operand<?>> asOutputs(String prefix) {
        Map<String, Operand<?>> named = new LinkedHashMap<>();
        named.put(prefix + "count", count);
        named.put(prefix + "times", times);
        named.put(prefix + "which", which);
        before.asMap().forEach((part, value) -> named.put(prefix + "before." + part, value));
        after.asMap().forEach((part, value) -> named.put(prefix + "after." + part, value));
        return named;
    }
}
