package io.streamlab.local.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class MalformationTest {
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final GeneratedRecord valid = new OrderGenerator(23, 0).next();

    @Test
    void notJsonIsCommaSeparatedText() {
        String text = new String(spoil(Malformation.NOT_JSON), StandardCharsets.UTF_8);

        assertThat(text).startsWith(valid.key() + "," + valid.order().country() + ",");
        assertThatThrownBy(() -> STRICT.readTree(text)).isInstanceOf(JsonProcessingException.class);
    }

    @RepeatedTest(50)
    void truncatedJsonIsABeginningOfTheOrderThatNeverParses(RepetitionInfo repetition) {
        byte[] truncated = Malformation.TRUNCATED_JSON.spoil(
                OrderJson.toTree(valid.order()), new Random(repetition.getCurrentRepetition()));

        assertThat(truncated).isNotEmpty().hasSizeLessThan(valid.payload().length);
        assertThat(valid.payload()).startsWith(truncated);
        assertThatThrownBy(() -> STRICT.readTree(truncated)).isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void aJsonArrayHoldsTheValuesOfTheOrder() throws IOException {
        JsonNode array = STRICT.readTree(spoil(Malformation.JSON_ARRAY));

        assertThat(array.isArray()).isTrue();
        assertThat(array).containsExactlyElementsOf(STRICT.readTree(valid.payload()));
    }

    @Test
    void onlyTheKeyIsMissing() throws IOException {
        JsonNode order = STRICT.readTree(spoil(Malformation.MISSING_KEY));

        assertThat(order.has("uuid")).isFalse();
        assertThat(order.size()).isEqualTo(14);
    }

    @Test
    void theOrderDateIsNull() throws IOException {
        JsonNode order = STRICT.readTree(spoil(Malformation.MISSING_ORDER_DATE));

        assertThat(order.get("orderdate").isNull()).isTrue();
        assertThat(order.size()).isEqualTo(15);
    }

    @Test
    void theOrderDateIsTheThirtiethOfFebruary() throws IOException {
        JsonNode order = STRICT.readTree(spoil(Malformation.IMPOSSIBLE_ORDER_DATE));

        assertThat(order.get("orderdate").asText()).isEqualTo("2/30/12");
        assertThat(order.size()).isEqualTo(15);
    }

    @Test
    void anObjectStandsWhereTheKeyBelongs() throws IOException {
        JsonNode order = STRICT.readTree(spoil(Malformation.OBJECT_FOR_KEY));

        assertThat(order.get("uuid").get("id").asText()).isEqualTo(valid.key());
        assertThat(order.size()).isEqualTo(15);
    }

    @Test
    void anEmptyPayloadHasNoByte() {
        assertThat(spoil(Malformation.EMPTY_PAYLOAD)).isEmpty();
    }

    @Test
    void invalidUtf8CannotBeDecoded() {
        byte[] bytes = spoil(Malformation.INVALID_UTF_8);

        assertThatThrownBy(() -> StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)))
                .isInstanceOf(CharacterCodingException.class);
        assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
                .contains("\"country\":\"\u00ff" + valid.order().country() + "\"");
    }

    private byte[] spoil(Malformation malformation) {
        return malformation.spoil(OrderJson.toTree(valid.order()), new Random(1));
    }
}
