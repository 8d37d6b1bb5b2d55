package io.streamlab.verify.chaos.faults;

/** Gets every call that is passed on to its server, in the thread that passes it on. */
public interface CallListener {
    /** @return whether the server is to see the call */
    boolean before(Call call);

    void after(Call call);
}
