/** Symplectic ODE-Net, for the double pendulum of the paper's section 3.3. */
@org.jspecify.annotations.NullMarked
package io.seminode.models.symplectic;
