/** Data sets of the paper and their splits. */
module io.seminode.data {
    requires static transitive org.jspecify;
    requires transitive io.seminode.solver;

    exports io.seminode.data;
    exports io.seminode.data.files;
    exports io.seminode.data.pendulum;
}
