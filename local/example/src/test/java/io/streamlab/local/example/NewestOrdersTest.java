package io.streamlab.local.example;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NewestOrdersTest {
    private final NewestOrders orders = new NewestOrders();
    private final NewestOrders others = new NewestOrders();

    @Test
    void theNewestDateOfAKeyCountsAndNotTheGreatestText() {
        orders.add(7, "9/24/12");
        orders.add(7, "10/11/15");
        orders.add(7, "2/28/10");
        others.add(7, "10/11/15");

        assertThat(orders.keys()).isEqualTo(1);
        assertThat(orders.keysOfAnotherDateIn(others)).isZero();
    }

    @Test
    void keysOfAnotherDateAreThoseThatBothHave() {
        orders.add(0, "1/4/10");
        orders.add(1, "1/4/10");
        orders.add(2, "1/4/10");
        others.add(0, "1/4/10");
        others.add(1, "1/5/10");
        others.add(1_000_000, "1/4/10");

        assertThat(orders.keysOfAnotherDateIn(others)).isEqualTo(1);
        assertThat(others.keysOfAnotherDateIn(orders)).isEqualTo(1);
    }

    @Test
    void keysAreMissingThatTheOthersDoNotHave() {
        orders.add(0, "1/4/10");
        orders.add(1_000_000, "1/4/10");
        others.add(0, "1/5/10");

        assertThat(orders.keys()).isEqualTo(2);
        assertThat(orders.keysMissingIn(others)).isEqualTo(1);
        assertThat(others.keysMissingIn(orders)).isZero();
    }
}
