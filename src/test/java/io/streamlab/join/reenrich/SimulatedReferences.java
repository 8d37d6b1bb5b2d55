package io.streamlab.join.reenrich;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Two reference tables: of a country the first has the region, and of a region the second has a label. A row shows both, such as
 * {@code Asia/label 3}; {@code Asia/} if the second has no item.
 */
final class SimulatedReferences implements SimulatedLookup {
    final SimulatedReference regions;
    final SimulatedReference labels;

    SimulatedReferences(SimulatedReference regions, SimulatedReference labels) {
        this.regions = regions;
        this.labels = labels;
    }

    @Override
    public Map<String, String> values() {
        Map<String, String> values = new HashMap<>();
        regions.values()
                .forEach((country, region) ->
                        values.put(country, shown(region, labels.values().get(region))));
        return values;
    }

    @Override
    public ReferenceAttributes lookUp() {
        return ReferenceAttributes.ofTables(List.of(regions.lookUp(), labels.lookUp()));
    }

    @Override
    public void forgetWhatHasChanged() {
        regions.forgetWhatHasChanged();
        labels.forgetWhatHasChanged();
    }

    static String shown(String region, String label) {
        return region == null ? null : region + "/" + (label == null ? "" : label);
    }

    /** Returns the region that a row shows, by which it was joined with the second table. */
    static String region(String shown) {
        return shown == null ? null : shown.substring(0, shown.indexOf('/'));
    }
}
