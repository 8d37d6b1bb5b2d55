package io.streamlab.local.glue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PageTest {

    private static final List<Integer> ITEMS = IntStream.range(0, 250).boxed().toList();

    @Test
    void pagesHoldEveryItemOnceAndInOrder() {
        List<Integer> seen = new ArrayList<>();
        Page<Integer> page = Page.of(ITEMS, null, 70);
        seen.addAll(page.items());
        while (page.nextToken() != null) {
            page = Page.of(ITEMS, page.nextToken(), 70);
            seen.addAll(page.items());
        }
        assertThat(seen).isEqualTo(ITEMS);
    }

    @Test
    void lastFullPageHasNoToken() {
        Page<Integer> page = Page.of(ITEMS.subList(0, 5), null, 5);
        assertThat(page.items()).hasSize(5);
        assertThat(page.nextToken()).isNull();
    }

    @Test
    void withoutANumberAPageHoldsAsManyAsTheServiceAllows() {
        assertThat(Page.of(ITEMS, null, null).items()).hasSize(100);
    }

    @Test
    void numberOutsideTheLimitsIsRefused() {
        assertThatThrownBy(() -> Page.of(ITEMS, null, 101))
                .isInstanceOf(GlueException.class)
                .hasMessage("MaxResults is 101; it must be between 1 and 100.");
        assertThatThrownBy(() -> Page.of(ITEMS, null, 0)).hasMessageContaining("MaxResults is 0");
    }

    @Test
    void tokenThatWasNeverGivenIsRefused() {
        assertThatThrownBy(() -> Page.of(ITEMS, "nonsense!", null)).hasMessage("NextToken nonsense! is not valid.");
    }

    @Test
    void tokenBehindTheEndIsRefused() {
        String token = Page.of(ITEMS, null, 100).nextToken();
        assertThatThrownBy(() -> Page.of(ITEMS.subList(0, 10), token, null))
                .hasMessage("NextToken " + token + " is not valid.");
    }
}
