package io.seminode.data.tribuo;

import io.seminode.data.DataParts;
import io.seminode.data.Examples;

/** A part of a data set that is divided. */
public enum DataPart {
    /** To learn from. */
    TRAIN,
    /** To choose settings by. */
    VALIDATION,
    /** To report on. */
    TEST;

    <E extends Examples> E of(DataParts<E> parts) {
        return switch (this) {
            case TRAIN -> parts.train();
            case VALIDATION -> parts.validation();
            case TEST -> parts.test();
        };
    }
}
