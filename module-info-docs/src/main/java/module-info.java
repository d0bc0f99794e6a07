/** The guide: rendered to a site when it is built; its samples, commands and options are checked by tests of this module. */
module io.seminode.docs {
    requires info.picocli;
    requires io.seminode.cli;
    requires io.seminode.data;
    requires io.seminode.lab; // whose commands the reference describes
    requires io.seminode.models;
    requires io.seminode.solver;
    requires org.commonmark;
    requires org.commonmark.ext.gfm.tables;
    requires org.commonmark.ext.heading.anchor;
    requires static transitive org.jspecify;
}
