/** Data sets of the paper, their splits, normalisation and verified download. */
module io.seminode.data {
    requires static transitive org.jspecify;
    requires transitive io.seminode.solver;
    requires org.slf4j;
}
