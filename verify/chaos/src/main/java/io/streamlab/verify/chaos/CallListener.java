package io.streamlab.verify.chaos;

/** Is told of every call that is passed on to its server, by the thread that does it. */
interface CallListener {
    /** @return whether the server is to see the call */
    boolean before(Call call);

    void after(Call call);
}
