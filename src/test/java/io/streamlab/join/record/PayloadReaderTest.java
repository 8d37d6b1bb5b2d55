package io.streamlab.join.record;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.config.PayloadFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadReaderTest {
    private static final StructType SCHEMA = StructType.fromDDL("uuid string, units int");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'uuid':'a'}\n{'uuid':'b'}\n{'uuid':'c'}\n",
                "{'uuid':'a'}\r\n\r\n{'uuid':'b'}\r\n{'uuid':'c'}",
                "{'uuid':'a'}{'uuid':'b'}{'uuid':'c'}",
                "{'uuid':'a'} {'uuid':'b'}\t{'uuid':'c'}",
                "[{'uuid':'a'},{'uuid':'b'},{'uuid':'c'}]",
                " [ {'uuid':'a'} ,\n{'uuid':'b'},\n  {'uuid':'c'}\n]\n",
                "[{'uuid':'a'}]\n[{'uuid':'b'},{'uuid':'c'}]",
                "{'uuid':'a'}[{'uuid':'b'},{'uuid':'c'}]",
                "{\n  'uuid': 'a',\n  'x': [\n{'uuid':'no'}\n]\n}\n{\n  'uuid': 'b'\n}\n{'uuid':'c'}",
                "{'x':'}{','uuid':'a'}{'y':']\\n\\'[','uuid':'b'}{'z':'\\\\','uuid':'c'}",
                "\uFEFF{'uuid':'a'}\n{'uuid':'b'}\n{'uuid':'c'}",
                "\uFEFF[{'uuid':'a'},{'uuid':'b'},{'uuid':'c'}]",
            })
    void autoFindsTheObjectsOfAPayload(String payload) {
        assertThat(read(PayloadFormat.AUTO, payload)).containsExactly("row a", "row b", "row c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'uuid':'a'}\n{'uuid':'b', bro ken}\n{'uuid':'c'}\n",
                "{'uuid':'a'}\n{'uuid':'b\n{'uuid':'c'}\n",
                "{'uuid':'a'}\n{'uuid':'b',\n{'uuid':'c'}\n",
                "{'uuid':'a'}\n{'uuid':\n{'uuid':'c'}\n",
                "{'uuid':'a'}\n{'uuid':'b']}\n{'uuid':'c'}\n",
                "{'uuid':'a'}\n{'uuid':'b'}}\n{'uuid':'c'}\n",
                "{'uuid':'a'}\n{'uuid':'b'}{'uuid':'b2'}]\n{'uuid':'c'}\n",
                "{'uuid':'a'}\nb\n{'uuid':'c'}\n",
                "{'uuid':'a'}\n'uuid':'b'}\n{'uuid':'c'}\n",
                "{'uuid':'a'}\nuuid':'b','x':[{'uuid':'no'}]}\n{'uuid':'c'}\n",
                "{'uuid':'a'}\n{'uuid':'b','units':'many'}\n{'uuid':'c'}\n",
                "{'uuid':'a'}{'units':1}{'uuid':'c'}",
                "{'uuid':'a'}{'uuid':'b',}{'uuid':'c'}",
                "{'uuid':'a'}{'uuid':'b' 'units':1}{'uuid':'c'}",
                "{'uuid':'a'}{'uuid' 'b'}{'uuid':'c'}",
                "[{'uuid':'a'},{'uuid':},{'uuid':'c'}]",
                "[{'uuid':'a'},{'uuid':'b' bro},{'uuid':'c'}]",
                "[{'uuid':'a'},{'uuid':'b'}x,{'uuid':'c'}]",
                "[{'uuid':'a'},null,{'uuid':'c'}]",
                "[{'uuid':'a'},'},{',{'uuid':'c'}]",
                "[{'uuid':'a'},[{'uuid':'b'}],{'uuid':'c'}]",
                "[{'uuid':'a'},,{'uuid':'c'}]",
            })
    void aBrokenObjectRejectsItselfAndNotItsNeighbours(String payload) {
        List<String> outcomes = read(PayloadFormat.AUTO, payload);

        assertThat(outcomes.get(0)).isEqualTo("row a");
        assertThat(outcomes.get(outcomes.size() - 1)).isEqualTo("row c");
        assertThat(outcomes.subList(1, outcomes.size() - 1)).isNotEmpty().allSatisfy(outcome -> assertThat(outcome)
                .doesNotStartWith("row"));
        assertNothingIsLost(payload, PayloadFormat.AUTO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'uuid':'a'}{'uuid':'b{'uuid':'c'}",
                "{'uuid':'a'}{'uuid':'b{'uuid':'c'}{'uuid':'d'}",
                "{'uuid':'a'}{'uuid':'b',{'uuid':'c'}",
                "{'uuid':'a'}{'uuid':'b','units':",
                "[{'uuid':'a'},{'uuid':'b',{'uuid':'c'}]",
                "[{'uuid':'a'},{'uuid':'b'",
                "{'uuid':'a'}\n{'uuid':'b','items':[\n{'uuid':'c'},\n{'uuid':'d'}",
                "{'uuid':'a'}\n{\n  'uuid':'b',\n  'items':[\n  {'uuid':'c'}\n",
                "{'uuid':'a'}\n  'uuid':'b',\n  'items':[\n{'uuid':'c'}\n]}",
                "{'uuid':'a'}\n'uuid':'b',\n'items':[\n{'uuid':'c'}\n]}\n{'uuid':'d'}",
                "{'uuid':'a'}\n{'uuid':'b','items':[\n{'uuid':'c'}\n]\n",
                "[{'uuid':'a'},'items':[{'uuid':'c'},{'uuid':'d'}]},{'uuid':'e'}]",
                "[{'uuid':'a'},items':[{'uuid':'c'},{'uuid':'d'}]},{'uuid':'e'}]",
            })
    void anObjectThatDoesNotEndTakesTheRestWithIt(String payload) {
        List<String> outcomes = read(PayloadFormat.AUTO, payload);

        assertThat(outcomes).hasSize(2).first().isEqualTo("row a");
        assertThat(outcomes.get(1)).startsWith("NOT_JSON object 2 of the payload: the payload is not JSON: ");
        assertNothingIsLost(payload, PayloadFormat.AUTO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'uuid':'a'}},'x':[{'uuid':'b'}]}",
                "{'uuid':'a'},{'uuid':'b'}",
                "{'uuid':'a'}]",
                "{'uuid':'a'}'items':[{'uuid':'c'}]}{'uuid':'d'}",
                "{'uuid':'a'} x {'uuid':'b'}",
                "{'uuid':'a','x'}[{'uuid':'b'}],'y':1}",
            })
    void anObjectWithMarksBehindItIsBrokenItself(String payload) {
        assertThat(read(PayloadFormat.AUTO, payload))
                .isEqualTo(read(PayloadFormat.JSON, payload))
                .hasSize(1);
    }

    @Test
    void whatFollowsABrokenObjectMayBeItsPieceWhereBracesDoNotPair() {
        assertThat(read(PayloadFormat.AUTO, "{'uuid':'a'}{'uuid':'b','x'}[{'uuid':'c'}],'y':1}{'uuid':'d'}"))
                .hasSize(2)
                .startsWith("row a");
        assertThat(read(PayloadFormat.AUTO, "{'uuid':'a'}{'uuid':'b','x'}{'uuid':'c'}"))
                .as("here they pair")
                .hasSize(3)
                .endsWith("row c");
    }

    @Test
    void anArrayThatDoesNotEndKeepsItsObjectsAndSaysSo() {
        assertThat(read(PayloadFormat.AUTO, "[{'uuid':'a'},{'uuid':'b'}"))
                .containsExactly(
                        "row a",
                        "row b",
                        "NOT_JSON object 3 of the payload: the payload ends before its array does <>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \n",
                "{'uuid':",
                "{'uuid':'a'",
                "a,b,c",
                "12",
                "null",
                "[]",
                "[ ]",
                "[1,2]",
                "['a']",
                "[[{}]]",
                "]",
                "{'units':1}",
                "{'uuid':'a','units':'x'}",
                "{\n'uuid':\n'a',}",
                "1 2",
                "'{}'"
            })
    void aPayloadWithoutAnyObjectIsRejectedAsEver(String payload) {
        List<String> ofAuto = read(PayloadFormat.AUTO, payload);

        assertThat(ofAuto).isEqualTo(read(PayloadFormat.JSON, payload)).hasSize(1);
        assertThat(ofAuto.get(0)).doesNotStartWith("row").endsWith("<" + json(payload) + ">");
    }

    @Test
    void onlyOneObjectIsJson() {
        assertThat(read(PayloadFormat.JSON, "{'uuid':'a'}\n")).containsExactly("row a");
        assertThat(read(PayloadFormat.JSON, "{'uuid':'a'}\n{'uuid':'b'}"))
                .containsExactly("NOT_JSON the payload goes on behind the end of its JSON document <"
                        + json("{'uuid':'a'}\n{'uuid':'b'}") + ">");
        assertThat(read(PayloadFormat.JSON, "[{'uuid':'a'}]"))
                .containsExactly("NOT_AN_OBJECT the payload is JSON but no object: it begins with START_ARRAY <"
                        + json("[{'uuid':'a'}]") + ">");
    }

    @Test
    void linesAreOneObjectEach() {
        assertThat(read(
                        PayloadFormat.JSON_LINES,
                        "{'uuid':'a'}\r\n\n  {'uuid':'b'}  \n{'uuid':'c'}{'uuid':'d'}\n[{'uuid':'e'}]\n"))
                .containsExactly(
                        "row a",
                        "row b",
                        "NOT_JSON object 3 of the payload: the payload goes on behind the end of its JSON document <"
                                + json("{'uuid':'c'}{'uuid':'d'}") + ">",
                        "NOT_AN_OBJECT object 4 of the payload: the payload is JSON but no object: it begins with "
                                + "START_ARRAY <" + json("[{'uuid':'e'}]") + ">");
        assertThat(read(PayloadFormat.JSON_LINES, "{'uuid':'a'}")).containsExactly("row a");
        assertThat(read(PayloadFormat.JSON_LINES, "\n\n")).containsExactly("NOT_JSON the payload is empty <\n\n>");
    }

    @Test
    void anArrayHasTheObjects() {
        assertThat(read(PayloadFormat.JSON_ARRAY, "[{'uuid':'a'},{'uuid':'b'}]\n"))
                .containsExactly("row a", "row b");
        assertThat(read(PayloadFormat.JSON_ARRAY, "[{'uuid':'a'}]")).containsExactly("row a");
        assertThat(read(PayloadFormat.JSON_ARRAY, "{'uuid':'a'}"))
                .containsExactly(
                        "NOT_JSON object 1 of the payload: the payload is no array <" + json("{'uuid':'a'}") + ">");
        assertThat(read(PayloadFormat.JSON_ARRAY, "[{'uuid':'a'}] {'uuid':'b'}"))
                .containsExactly(
                        "row a",
                        "NOT_JSON object 2 of the payload: the payload goes on behind the end of its array < "
                                + json("{'uuid':'b'}") + ">");
        assertThat(read(PayloadFormat.JSON_ARRAY, "")).containsExactly("NOT_JSON the payload is empty <>");
        assertThat(read(PayloadFormat.JSON_ARRAY, "[]"))
                .containsExactly("NOT_AN_OBJECT the payload is JSON but no object: it begins with START_ARRAY <[]>");
    }

    @ParameterizedTest
    @EnumSource(PayloadFormat.class)
    void gzipIsUnpackedInEachFormat(PayloadFormat format) throws IOException {
        String payload = format == PayloadFormat.JSON_ARRAY ? "[{'uuid':'a'}]" : "{'uuid':'a'}";

        assertThat(read(format, packed(json(payload).getBytes(UTF_8)))).containsExactly("row a");
    }

    @Test
    void ofPackedObjectsEachIsRejectedWithItsOwnBytes() throws IOException {
        byte[] payload = packed(json("{'uuid':'a'}\n{'uuid':'b','units':1.5}\n").getBytes(UTF_8));

        assertThat(read(PayloadFormat.AUTO, payload))
                .containsExactly(
                        "row a",
                        "TYPE_MISMATCH object 2 of the payload: field 'units' is '1.5' and does not fit the column's type "
                                + "INT <" + json("{'uuid':'b','units':1.5}") + ">");
    }

    @Test
    void aPackedObjectIsRejectedAsItCame() throws IOException {
        byte[] payload = packed("{}".getBytes(UTF_8));

        ReadObject object = reader(PayloadFormat.AUTO).read(payload).get(0);

        assertThat(object.bytes()).isEqualTo(payload);
        assertThat(outcome(object)).startsWith("MISSING_RECORD_KEY ");
    }

    @Test
    void gzipOfSeveralMembersIsOneText() throws IOException {
        byte[] payload = join(
                packed(json("{'uuid':'a'}\n{'uu").getBytes(UTF_8)),
                packed(json("id':'b'}").getBytes(UTF_8)));

        assertThat(read(PayloadFormat.AUTO, payload)).containsExactly("row a", "row b");
    }

    @Test
    void brokenGzipIsRejectedAsItCame() throws IOException {
        byte[] whole = packed(json("{'uuid':'a'}").getBytes(UTF_8));
        byte[] damaged = whole.clone();
        damaged[whole.length - 6] ^= 1;

        for (int length = 2; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertRejectedWhole(cut, "BROKEN_GZIP the payload begins as gzip and cannot be unpacked: ");
        }
        assertRejectedWhole(damaged, "BROKEN_GZIP the payload begins as gzip and cannot be unpacked: ");
        for (int length = 1; length < 40; length++) {
            assertRejectedWhole(
                    join(whole, new byte[length]), "BROKEN_GZIP the payload goes on behind the end of its gzip");
        }
    }

    @Test
    void gzipInsideOfGzipIsNotUnpacked() throws IOException {
        assertRejectedWhole(packed(packed("{}".getBytes(UTF_8))), "NOT_JSON the payload is not JSON: ");
    }

    @Test
    void gzipThatUnpacksToTooMuchIsRejected() throws IOException {
        byte[] most = new byte[Gzip.MOST_BYTES];
        Arrays.fill(most, (byte) ' ');
        byte[] object = json("{'uuid':'a'}").getBytes(UTF_8);
        System.arraycopy(object, 0, most, most.length - object.length, object.length);

        assertThat(read(PayloadFormat.AUTO, packed(most))).containsExactly("row a");
        assertRejectedWhole(
                packed(join(most, new byte[] {' '})),
                "BEYOND_LIMITS the payload is gzip and unpacks to more than 67108864 bytes");
    }

    @Test
    void moreObjectsThanATaskHoldsAreRejected() {
        String most = "{'uuid':'a'}".repeat(PayloadParts.MOST_PARTS);

        assertThat(read(PayloadFormat.AUTO, most)).hasSize(PayloadParts.MOST_PARTS);
        assertRejectedWhole(
                json(most + "{'uuid':'a'}").getBytes(UTF_8),
                "BEYOND_LIMITS the payload holds more than 100000 objects; split it at the producer");
    }

    @Test
    void oneObjectIsReadInEachEncodingThatJsonHas() {
        assertThat(read(PayloadFormat.AUTO, json("{'uuid':'a'}").getBytes(UTF_16)))
                .containsExactly("row a");
        assertThat(read(PayloadFormat.AUTO, json("{'uuid':'a'}\n{'uuid':'b'}").getBytes(UTF_16)))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("NOT_JSON ");
    }

    /** Whatever is cut off, the objects before the cut are there, and what follows is rejected. */
    @Test
    void everyBeginningOfAPayloadKeepsItsWholeObjects() {
        for (String whole : List.of(
                "{'uuid':'a','x':[{'y':'}'}]}\n{'uuid':'b'}\n",
                "{'uuid':'a','x':[{'y':'}'}]}{'uuid':'b'}",
                "[{'uuid':'a','x':[{'y':'}'}]},{'uuid':'b'}]")) {
            for (int length = whole.indexOf("}]}") + 3; length < whole.length(); length++) {
                String payload = whole.substring(0, length);
                assertThat(read(PayloadFormat.AUTO, payload))
                        .as(payload)
                        .first()
                        .isEqualTo("row a");
                assertNothingIsLost(payload, PayloadFormat.AUTO);
            }
        }
    }

    private static void assertRejectedWhole(byte[] payload, String outcome) {
        List<ReadObject> objects = reader(PayloadFormat.AUTO).read(payload);
        assertThat(objects).hasSize(1);
        assertThat(outcome(objects.get(0))).startsWith(outcome);
        assertThat(objects.get(0).bytes()).isEqualTo(payload);
    }

    /** Every byte that is no blank, comma or outer bracket is in a row or in a rejected object, and once. */
    private static void assertNothingIsLost(String payload, PayloadFormat format) {
        StringBuilder kept = new StringBuilder();
        for (ReadObject object : reader(format).read(json(payload).getBytes(UTF_8))) {
            kept.append(new String(object.bytes(), UTF_8));
        }
        assertThat(withoutFrames(kept.toString())).isEqualTo(withoutFrames(json(payload)));
    }

    private static String withoutFrames(String text) {
        return text.replaceAll("[\\s,\\[\\]]", "");
    }

    private static List<String> read(PayloadFormat format, String payload) {
        return read(format, json(payload).getBytes(UTF_8));
    }

    private static List<String> read(PayloadFormat format, byte[] payload) {
        List<String> outcomes = new ArrayList<>();
        for (ReadObject object : reader(format).read(payload)) {
            assertThat(object.number()).isEqualTo(outcomes.size());
            outcomes.add(outcome(object));
        }
        return outcomes;
    }

    private static String outcome(ReadObject object) {
        try {
            return "row " + object.row().getString(0);
        } catch (RejectedRecordException e) {
            return e.reason() + " " + object.message(e) + " <" + new String(object.bytes(), UTF_8) + ">";
        }
    }

    private static PayloadReader reader(PayloadFormat format) {
        return new PayloadReader(format, new JsonRecordReader(SCHEMA, List.of("uuid"), false));
    }

    /** Apostrophes for quotes, which Java would have escaped. */
    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private static byte[] packed(byte[] text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(text);
        }
        return packed.toByteArray();
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
