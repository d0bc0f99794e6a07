/** Trains models in a Tribuo pipeline. */
module org.example.tribuo {
    requires com.oracle.labs.mlrg.olcut.config.json; // configurations as JSON
    requires io.seminode.models;
    requires org.tribuo.data; // reads CSV files
}
