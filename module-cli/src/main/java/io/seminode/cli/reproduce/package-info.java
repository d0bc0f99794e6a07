/** The tables and figures of the paper: which trainings they need, and what is made of them. */
@org.jspecify.annotations.NullMarked
package io.seminode.cli.reproduce;
