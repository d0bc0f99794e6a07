/** Uses the solver as a library. */
module org.example.library {
    requires io.seminode.solver;
}
