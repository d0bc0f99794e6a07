/** The guide: its samples are compiled and run as tests of this module. */
module io.seminode.docs {
    requires static transitive org.jspecify;
    requires io.seminode.solver;
}
