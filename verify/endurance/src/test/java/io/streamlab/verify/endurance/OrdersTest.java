package io.streamlab.verify.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OrdersTest {
    @Test
    void theKeysAreTheSameHoweverManyOrdersThereAre() throws Exception {
        Orders orders = new Orders(1);
        Set<String> keys = keys(orders.all());
        assertThat(keys).hasSize(Orders.KEYS);
        for (int i = 0; i < 100; i++) {
            assertThat(keys).containsAll(keys(orders.some(20)));
        }
    }

    @Test
    void aLaterOrderHasALaterTime() throws Exception {
        Orders orders = new Orders(1);
        List<Instant> times = new ArrayList<>();
        for (String order : orders.all()) {
            times.add(Instant.parse(parse(order).get("impressiontime").asText()));
        }
        for (String order : orders.some(3).subList(0, 2)) {
            times.add(Instant.parse(parse(order).get("impressiontime").asText()));
        }
        assertThat(times).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void someOrdersAreDeletesAndOneRecordIsNoOrder() throws Exception {
        Orders orders = new Orders(1);
        int deletes = 0;
        for (int i = 0; i < 50; i++) {
            List<String> some = orders.some(20);
            assertThat(some).hasSize(20);
            assertThat(some.get(19)).doesNotEndWith("}");
            for (String order : some.subList(0, 19)) {
                deletes += parse(order).get(Orders.DELETED).asBoolean() ? 1 : 0;
            }
        }
        assertThat(deletes).isBetween(50, 150);
        assertThat(orders.rejected()).isEqualTo(50);
    }

    private static Set<String> keys(List<String> orders) throws Exception {
        Set<String> keys = new HashSet<>();
        for (String order : orders) {
            if (order.endsWith("}")) {
                keys.add(parse(order).get("uuid").asText());
            }
        }
        return keys;
    }

    private static JsonNode parse(String order) throws Exception {
        return new JsonMapper().readTree(order);
    }
}
