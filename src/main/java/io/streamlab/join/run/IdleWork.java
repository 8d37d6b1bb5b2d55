package io.streamlab.join.run;

/** What is to be done while no batch runs, by the one who waits for the end of the query. */
public interface IdleWork {
    IdleWork NONE = new IdleWork() {
        @Override
        public boolean betweenBatches() {
            return false;
        }

        @Override
        public boolean atEnd() {
            return false;
        }
    };

    /**
     * Called again and again; no batch begins before this returns, and if it fails the job does.
     *
     * @return whether there is more to do, as soon as it may be
     */
    boolean betweenBatches();

    /**
     * Called once the query has ended, if neither it has failed nor a signal has stopped it.
     *
     * @return whether it is to be called again
     */
    boolean atEnd();
}
