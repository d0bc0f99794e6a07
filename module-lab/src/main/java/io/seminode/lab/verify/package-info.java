/**
 * The {@code verify} command: replays reference cases, computed with existing software, on this machine.
 *
 * <p>A reference file is JSON with a field {@code case}; its value's prefix picks the {@link
 * io.seminode.lab.verify.ReferenceFamily} that reads it. Families are listed in one place, {@code ReferenceFamilies}.
 */
@org.jspecify.annotations.NullMarked
package io.seminode.lab.verify;
