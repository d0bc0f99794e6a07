/**
 * Neural differential equation models and their training.
 *
 * @provides io.seminode.solver.norm.Norm the norm of the paper's published pendulum code
 */
@SuppressWarnings("requires-transitive-automatic") // the libraries of Tribuo have no descriptors
module io.seminode.models {
    requires com.google.protobuf;
    requires com.oracle.labs.mlrg.olcut.config.protobuf; // the provenance in a model
    requires static transitive org.jspecify;
    requires transitive com.fasterxml.jackson.databind;
    requires transitive io.seminode.data;
    requires transitive com.oracle.labs.mlrg.olcut;
    requires transitive io.seminode.solver;
    requires transitive org.tribuo.anomaly.core;
    requires transitive org.tribuo.classification.core;
    requires transitive org.tribuo.core;
    requires transitive org.tribuo.regression.core;

    exports io.seminode.models;
    exports io.seminode.models.cde;
    exports io.seminode.models.file;
    exports io.seminode.models.flow;
    exports io.seminode.models.nn;
    exports io.seminode.models.ode;
    exports io.seminode.models.predict;
    exports io.seminode.models.symplectic;
    exports io.seminode.models.train;
    exports io.seminode.models.tribuo;

    opens io.seminode.models.cde to
            com.fasterxml.jackson.databind;
    opens io.seminode.models.file to
            com.fasterxml.jackson.databind; // reads and writes records
    opens io.seminode.models.flow to
            com.fasterxml.jackson.databind;
    opens io.seminode.models.ode to
            com.fasterxml.jackson.databind;
    opens io.seminode.models.symplectic to
            com.fasterxml.jackson.databind;
    opens io.seminode.models.train to
            com.fasterxml.jackson.databind;
    opens io.seminode.models.tribuo to
            com.fasterxml.jackson.databind,
            com.oracle.labs.mlrg.olcut; // fills fields from configurations

    provides io.seminode.solver.norm.Norm with
            io.seminode.models.symplectic.PublishedPendulumNorm;
}
