package io.streamlab.join.run;

import java.util.function.BooleanSupplier;

/** Work for the times when no batch runs. The thread that waits for the end of the query does it. */
public interface IdleWork {
    IdleWork NONE = of(() -> {});

    /** Returns work that is called between batches, and once at the end. */
    static IdleWork of(Runnable work) {
        return repeated(() -> {
            work.run();
            return false;
        });
    }

    /** Returns work that is called between batches and at the end, until there is no more to do. */
    static IdleWork repeated(BooleanSupplier work) {
        return of(work, work);
    }

    /** Returns work that differs between batches and at the end. Each is called until there is no more to do. */
    static IdleWork of(BooleanSupplier betweenBatches, BooleanSupplier atEnd) {
        return new IdleWork() {
            @Override
            public boolean betweenBatches() {
                return betweenBatches.getAsBoolean();
            }

            @Override
            public boolean atEnd() {
                return atEnd.getAsBoolean();
            }
        };
    }

    /** Returns this work, and then another one. */
    default IdleWork andThen(IdleWork next) {
        IdleWork first = this;
        return new IdleWork() {
            @Override
            public boolean betweenBatches() {
                boolean more = first.betweenBatches();
                return next.betweenBatches() || more;
            }

            @Override
            public boolean atEnd() {
                boolean more = first.atEnd();
                return next.atEnd() || more;
            }
        };
    }

    /**
     * Does what there is to do now. Called again and again. No batch begins before this returns. If this fails, the job
     * fails.
     *
     * @return whether there is more to do
     */
    boolean betweenBatches();

    /**
     * Does what there is to do at the end of the job. Called when the query has ended by itself: not after a failure or a
     * stop request.
     *
     * @return whether to call this again
     */
    boolean atEnd();
}
