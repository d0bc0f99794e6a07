package io.seminode.lab.verify;

/** Shows how cases went. */
interface Report {
    /** A case is done. */
    void add(CaseResult result);

    /** All cases are done. */
    void finish(Tally tally);

    /** How many cases passed, failed and were skipped, and how long it took. */
    record Tally(int passed, int failed, int skipped, double seconds) {}
}
