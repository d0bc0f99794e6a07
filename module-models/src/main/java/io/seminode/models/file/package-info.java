/**
 * Model files and checkpoints: safetensors files that say what they are, with a version and a checksum.
 *
 * <p>The layout is that of <a href="https://github.com/huggingface/safetensors">safetensors</a>, which other tools read: the
 * length of a JSON header, the header, the tensors' values. What is ours stands in the header's {@code __metadata__}.
 */
@org.jspecify.annotations.NullMarked
package io.seminode.models.file;
