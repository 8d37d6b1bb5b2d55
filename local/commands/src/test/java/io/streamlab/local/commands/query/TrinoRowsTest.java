package io.streamlab.local.commands.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.trino.jdbc.Row;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What Trino's driver gives, as JSON. */
class TrinoRowsTest {
    @Test
    void valuesStayWhatTheyAre() throws SQLException {
        assertThat(json(null)).isEqualTo("null");
        assertThat(json(true)).isEqualTo("true");
        assertThat(json(0.1f)).isEqualTo("0.1");
        assertThat(json(0.1)).isEqualTo("0.1");
        assertThat(json(Float.NaN)).isEqualTo("\"NaN\"");
        assertThat(json((byte) 7)).isEqualTo("7");
        assertThat(json(new BigDecimal("12345678901234567890.1200"))).isEqualTo("12345678901234567890.1200");
        assertThat(json(new byte[] {0, (byte) 255})).isEqualTo("\"00ff\"");
    }

    @Test
    void arraysMapsAndStructsAreJsonAndSoIsWhatIsInThem() throws SQLException {
        Row struct = Row.builder()
                .addField("x", 0.1f)
                .addField("at", Timestamp.valueOf("2026-01-31 12:00:00"))
                .addField("list", Arrays.asList(new BigDecimal("1.10"), null))
                .addUnnamedField("y")
                .build();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("k", struct);
        map.put("bytes", new byte[] {1});

        assertThat(json(array(1, null, map)))
                .isEqualTo(
                        "[1,null,{\"k\":{\"x\":0.1,\"at\":\"2026-01-31 12:00:00.0\",\"list\":[1.10,null],\"field3\":\"y\"},"
                                + "\"bytes\":\"01\"}]");
        assertThat(json(array())).isEqualTo("[]");
        assertThat(json(List.of(array("a"), array("b")))).isEqualTo("[[\"a\"],[\"b\"]]");
    }

    private static String json(Object value) throws SQLException {
        return TrinoRows.toJson(value).toString();
    }

    private static Array array(Object... elements) {
        return (Array) Proxy.newProxyInstance(
                TrinoRowsTest.class.getClassLoader(), new Class<?>[] {Array.class}, (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("getArray");
                    return elements;
                });
    }
}
