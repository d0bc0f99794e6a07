package io.seminode.lab.verify;

import io.seminode.solver.state.NamedOperands;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/** Inputs and outputs of compiled functions whose operands all have one type. */
final class Symbols {
    private Symbols() {}

    /** The inputs of a function, whose specifications all name the type T. */
    @SuppressWarnings("unchecked") // the caller's specifications say so
    static <T extends TFloating> NamedOperands<T> typed(Map<String, Operand<?>> inputs) {
        Map<String, Operand<T>> typed = new LinkedHashMap<>();
        inputs.forEach((name, operand) -> typed.put(name, (Operand<T>) operand));
        return NamedOperands.of(typed);
    }

    static Map<String, Operand<?>> outputs(NamedOperands<?> operands) {
        return new LinkedHashMap<>(operands.asMap());
    }
}
