/** Neural differential equation models and their training. */
module io.seminode.models {
    requires static transitive org.jspecify;
    requires transitive io.seminode.data;
    requires transitive io.seminode.solver;
    requires org.slf4j;
}
