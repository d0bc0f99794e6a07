package io.seminode.lab.verify;

import java.util.List;

/** Reads the reference files of one kind. A new kind is one class and its entry in {@link ReferenceFamilies}. */
interface ReferenceFamily {
    /** What the field {@code case} of its files begins with. */
    String prefix();

    /**
     * The cases of a file; nothing is computed before a case is run.
     *
     * @throws MalformedReferenceException if the file has not the fields it should have
     */
    List<ReferenceCase> cases(ReferenceFile file, Workbench bench);
}
