/** Images: MNIST and its like, CIFAR-10. */
@org.jspecify.annotations.NullMarked
package io.seminode.data.image;
