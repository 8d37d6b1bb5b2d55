package io.streamlab.join.reenrich;

import java.util.Map;

/** The reference data of a simulated job. */
interface SimulatedLookup {
    /** Returns what a row of each country shows if it is joined now; nothing for a country that shows no attribute. */
    Map<String, String> values();

    /** Returns the attributes of each item, as a lookup finds them. */
    ReferenceAttributes lookUp();

    /** The next lookup is that of a process that was started again. */
    void forgetWhatHasChanged();
}
