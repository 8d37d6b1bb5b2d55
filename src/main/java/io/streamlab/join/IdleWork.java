package io.streamlab.join;

/** What is to be done while no batch runs, by the one who waits for the end of the query. */
interface IdleWork {
    IdleWork NONE = new IdleWork() {
        @Override
        public void betweenBatches() {
            // Nothing is to be done.
        }

        @Override
        public void atEnd() {
            // Nothing is to be done.
        }
    };

    /** Called again and again; no batch begins before this returns, and if it fails the job does. */
    void betweenBatches();

    /** Called once the query has ended, if neither it has failed nor a signal has stopped it. */
    void atEnd();
}
