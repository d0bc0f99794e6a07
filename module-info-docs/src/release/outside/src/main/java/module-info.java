/** Uses Seminode as a library. */
module org.example.outside {
    requires io.seminode.models;
    requires io.seminode.solver;
}
