package io.streamlab.local.replicator.types;

import io.streamlab.local.replicator.types.TypedColumn.Sample;
import java.util.ArrayList;
import java.util.List;

/** Every type with the values at its edges. What DynamoDB must have was written by hand, from MySQL's and MariaDB's manuals. */
public final class KnownValues {

    private static final List<TypedColumn> COLUMNS = new ArrayList<>();

    private KnownValues() {}

    public static List<TypedColumn> columns() {
        return List.copyOf(COLUMNS);
    }

    static {
        numbers("TINYINT", "-128", "0", "127");
        numbers("TINYINT(1)", "-1", "2", "127");
        numbers("BOOLEAN", "0", "1");
        numbers("TINYINT UNSIGNED", "0", "128", "255");
        numbers("SMALLINT", "-32768", "32767");
        numbers("SMALLINT UNSIGNED", "32768", "65535");
        numbers("MEDIUMINT", "-8388608", "8388607");
        numbers("MEDIUMINT UNSIGNED", "8388608", "16777215");
        numbers("INT", "-2147483648", "2147483647");
        numbers("INT UNSIGNED", "2147483648", "4294967295");
        numbers("INT(10) ZEROFILL", "0", "42", "4294967295");
        numbers("TINYINT UNSIGNED ZEROFILL", "0", "200");
        numbers("SMALLINT ZEROFILL", "7", "65535");
        numbers("MEDIUMINT ZEROFILL", "7", "16777215");
        numbers("BIGINT", "-9223372036854775808", "9223372036854775807");
        numbers("BIGINT UNSIGNED", "9223372036854775808", "18446744073709551615");
        numbers("BIGINT ZEROFILL", "5", "18446744073709551615");
        numbers("BIGINT NOT NULL DEFAULT -7", "3");

        numbers("DECIMAL(10)", "-9999999999", "0", "9999999999");
        numbers("DECIMAL(38,0)", "-99999999999999999999999999999999999999", "1");
        numbers("DECIMAL(65,30)", "12345678901234567890.123456789012345678", "0.000000000000000000000000000001", "-1");
        numbers("DECIMAL(30,30)", "-0.999999999999999999999999999999", "0");
        numbers("DECIMAL(8,3) UNSIGNED", "99999.999", "0.001");
        numbers("DECIMAL(8,3) ZEROFILL", "1.5");
        numbers("NUMERIC(5,2) NOT NULL DEFAULT 1.25", "-1.10");

        numbers(
                "FLOAT",
                "0",
                "1.1",
                "-3.1415927",
                "3.4028235e38",
                "1.1754944e-38",
                "16777216",
                "1234567.9",
                "1e-45",
                "0.3");
        numbers("FLOAT(7,4)", "999.0001", "-1.5", "0.1");
        column("FLOAT(10,2)", "12345678.9", number("12345679"), "-0.01", number("-0.01"));
        column("FLOAT(30,10)", "0.1", number("0.1"));
        numbers("FLOAT(24)", "3.1415927", "4194304.5");
        numbers("FLOAT(25)", "3.141592653589793");
        numbers("FLOAT(53)", "2.718281828459045", "1e120");
        numbers("FLOAT UNSIGNED", "0.7", "3.4028235e38");
        numbers("FLOAT ZEROFILL", "1.5");
        numbers("FLOAT NOT NULL DEFAULT 0.1", "0.2");
        numbers("REAL", "3.141592653589793", "-2.5e-125", "0.1");
        numbers("DOUBLE", "0", "0.1", "123456789012345680", "-1.75e120", "2e23", "5e-125", "4.35");
        numbers("DOUBLE PRECISION", "3.141592653589793");
        numbers("DOUBLE(10,2)", "12345678.91", "-0.01");
        numbers("DOUBLE UNSIGNED ZEROFILL", "7.25");
        numbers("DOUBLE NOT NULL DEFAULT 3.141592653589793", "2.5");

        column("BIT", "b'0'", "boolean false", "b'1'", "boolean true");
        column("BIT(1) NOT NULL DEFAULT b'1'", "b'0'", "boolean false", "1", "boolean true");

        numbers("YEAR", "2024", "1901", "2155", "0000", "1970");
        numbers("YEAR NOT NULL", "0000", "1999");
        texts("DATE", "'0000-00-00'", "'2024-00-15'", "'2024-02-00'", "'0000-01-01'", "'0001-01-01'", "'1582-10-10'");
        texts("DATE NOT NULL", "'0000-00-00'", "'2024-00-00'", "'9999-12-31'", "'2024-02-29'", "'0000-02-00'");
        texts("DATE NOT NULL DEFAULT '0000-00-00'", "'1969-12-31'");
        texts(
                "DATETIME",
                "'0000-00-00 00:00:00'",
                "'2024-00-15 10:11:12'",
                "'2024-02-00 00:00:01'",
                "'0000-01-01 00:00:00'");
        texts("DATETIME NOT NULL", "'0000-00-00 00:00:00'", "'9999-12-31 23:59:59'", "'1000-01-01 00:00:00'");
        texts("DATETIME(1)", "'0000-00-00 00:00:00.0'", "'2024-02-29 10:11:12.9'");
        texts("DATETIME(2)", "'2024-02-29 10:11:12.09'", "'2024-00-00 00:00:00.01'");
        texts("DATETIME(3) NOT NULL", "'0000-00-00 00:00:00.000'", "'2024-02-29 10:11:12.120'");
        texts("DATETIME(4)", "'1969-12-31 23:59:59.9999'");
        texts("DATETIME(5)", "'1000-01-01 00:00:00.00001'");
        texts(
                "DATETIME(6)",
                "'9999-12-31 23:59:59.999999'",
                "'2024-10-27 02:30:00.000001'",
                "'2024-00-15 01:02:03.004005'");
        texts("DATETIME NOT NULL DEFAULT '0000-00-00 00:00:00'", "'2024-03-31 02:30:00'");
        texts("DATETIME(3) DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3)", "'2024-03-31 02:30:00.001'");
        texts("TIMESTAMP NULL", "'0000-00-00 00:00:00'", "'1970-01-01 00:00:01'", "'2038-01-19 03:14:07'");
        texts("TIMESTAMP NOT NULL DEFAULT '2001-02-03 04:05:06'", "'0000-00-00 00:00:00'", "'2024-03-31 02:30:00'");
        texts("TIMESTAMP(1) NULL", "'2024-02-29 10:11:12.1'");
        texts("TIMESTAMP(3) NULL", "'0000-00-00 00:00:00.000'", "'2024-02-29 10:11:12.120'");
        texts(
                "TIMESTAMP(6) NOT NULL DEFAULT '0000-00-00 00:00:00'",
                "'0000-00-00 00:00:00.000000'",
                "'2038-01-19 03:14:07.999999'");
        texts("TIME", "'-838:59:59'", "'838:59:59'", "'00:00:00'", "'-00:00:01'", "'24:00:00'");
        texts("TIME NOT NULL DEFAULT '-01:00:00'", "'100:00:00'");
        texts("TIME(1)", "'-00:00:00.1'", "'-01:00:00.0'", "'10:11:12.9'");
        texts("TIME(2)", "'-00:00:59.99'", "'01:01:01.25'");
        texts("TIME(3)", "'-838:59:58.999'", "'00:00:00.001'");
        texts("TIME(4)", "'-00:00:00.0001'");
        texts("TIME(5)", "'25:00:00.00001'");
        texts("TIME(6)", "'-100:00:00.000001'", "'838:59:58.999999'", "'-00:00:00.999999'", "'10:11:12.000345'");

        texts("CHAR(5)", "'  x'", "''", "'ä€😀'");
        column("CHAR(5) NOT NULL", "'x  '", text("x"), "''", text(""));
        texts("VARCHAR(40)", "'x  '", "''", "'Côte d''Ivoire'", "'\\\\ \\\" '", "'😀👍🏽'", "' \\n\\t\\0 '");
        texts("VARCHAR(40) NOT NULL DEFAULT 'it''s \\\\ a default'", "'a,b'");
        texts("TINYTEXT", "'ä'", "''");
        texts("TEXT", "'x '", "'😀'");
        texts("MEDIUMTEXT", "'x'");
        column("LONGTEXT", "REPEAT('ä', 10000)", text("ä".repeat(10000)));
        texts("JSON", "'{\"a\": [1, \"ü\"],  \"b\":null}'", "'null'", "'1.0'", "'\"😀\"'");
        texts(
                "UUID",
                "'6ccd780c-baba-1026-9564-5b8c656024db'",
                "'f47ac10b-58cc-4372-a567-0e02b2c3d479'",
                "'01890a5d-ac96-774b-bcce-b302099a8057'",
                "'00000000-0000-0000-0000-000000000000'",
                "'ffffffff-ffff-ffff-ffff-ffffffffffff'");

        texts(
                "ENUM('a,b','it''s','c\\\\d','\"q\"','',' x','😀','\\\\''','a\\\\,b','`','%','n\\\\n','line\\nbreak')",
                "'a,b'",
                "'it''s'",
                "'c\\\\d'",
                "'\"q\"'",
                "''",
                "' x'",
                "'😀'",
                "'\\\\'''",
                "'a\\\\,b'",
                "'`'",
                "'%'",
                "'n\\\\n'",
                "'line\\nbreak'");
        column("ENUM('a','b')", "'c'", text(""), "0", text(""), "2", text("b"));
        column("ENUM('trailing  ','plain') NOT NULL", "'trailing'", text("trailing"), "'plain'", text("plain"));
        texts("ENUM('ü','ß','ł') CHARACTER SET latin2", "'ü'", "'ß'", "'ł'");
        texts("ENUM(" + members(300) + ")", "'m1'", "'m255'", "'m256'", "'m300'");
        texts(
                "SET('it''s','c\\\\d','\"q\"','😀','plain','\\\\''')",
                "''",
                "'it''s'",
                "'it''s,c\\\\d,\"q\"'",
                "'😀,plain'",
                "'plain,\\\\'''");
        texts("SET(" + members(64) + ")", "'m1,m64'", "'m64'", "'m1,m32,m33'", "''");
        texts("SET('a','b') NOT NULL DEFAULT 'a,b'", "'b'");

        texts("VARCHAR(60) CHARACTER SET latin1", "'Grüße € Œ'");
        column(
                "VARCHAR(60) CHARACTER SET latin1 NOT NULL",
                "_latin1 x'80818D8F909D9FFF'",
                text("€\u0081\u008d\u008f\u0090\u009dŸÿ"));
        texts("VARCHAR(60) CHARACTER SET ascii", "'plain'");
        texts("VARCHAR(60) CHARACTER SET latin2", "'Příliš žluťoučký'");
        texts("VARCHAR(60) CHARACTER SET latin5", "'İstanbul ğ'");
        texts("VARCHAR(60) CHARACTER SET latin7", "'Žąsis ė'");
        texts("VARCHAR(60) CHARACTER SET cp1250", "'Příliš žluťoučký €'");
        texts("VARCHAR(60) CHARACTER SET cp1251", "'Привет €'");
        texts("VARCHAR(60) CHARACTER SET cp1256", "'مرحبا'");
        texts("VARCHAR(60) CHARACTER SET cp1257", "'Žąsis ė'");
        texts("VARCHAR(60) CHARACTER SET cp850", "'Grüße ½'");
        texts("VARCHAR(60) CHARACTER SET cp852", "'Příliš'");
        texts("VARCHAR(60) CHARACTER SET cp866", "'Привет'");
        texts("VARCHAR(60) CHARACTER SET koi8r", "'Привет'");
        texts("VARCHAR(60) CHARACTER SET koi8u", "'Привіт'");
        texts("VARCHAR(60) CHARACTER SET greek", "'Αθήνα'");
        texts("VARCHAR(60) CHARACTER SET hebrew", "'שלום'");
        texts("VARCHAR(60) CHARACTER SET dec8", "'é Œ'");
        texts("VARCHAR(60) CHARACTER SET hp8", "'é ñ'");
        texts("VARCHAR(60) CHARACTER SET swe7", "'åäö ÅÄÖ'");
        texts("VARCHAR(60) CHARACTER SET keybcs2", "'Příliš'");
        texts("VARCHAR(60) CHARACTER SET macce", "'Příliš'");
        texts("VARCHAR(60) CHARACTER SET macroman", "'é Ω'");
        texts("VARCHAR(60) CHARACTER SET armscii8", "'Հայերեն'");
        texts("VARCHAR(60) CHARACTER SET geostd8", "'ქართული'");
        texts("VARCHAR(60) CHARACTER SET tis620", "'ภาษาไทย'");
        texts("VARCHAR(60) CHARACTER SET sjis", "'日本語テスト ｱ \\\\'");
        texts("VARCHAR(60) CHARACTER SET cp932", "'日本語テスト ～ ①'");
        texts("VARCHAR(60) CHARACTER SET ujis", "'日本語テスト ｱ'");
        texts("VARCHAR(60) CHARACTER SET eucjpms", "'日本語テスト ～'");
        texts("VARCHAR(60) CHARACTER SET gbk", "'中文 龍'");
        texts("VARCHAR(60) CHARACTER SET gb2312", "'中文'");
        texts("VARCHAR(60) CHARACTER SET big5", "'中文 龍'");
        texts("VARCHAR(60) CHARACTER SET euckr", "'한국어'");
        texts("VARCHAR(60) CHARACTER SET utf8mb3", "'Grüße 中文 €'");
        texts("VARCHAR(60) CHARACTER SET ucs2", "'Grüße 中文'");
        texts("VARCHAR(60) CHARACTER SET utf16", "'Grüße 😀'");
        texts("VARCHAR(60) CHARACTER SET utf16le", "'Grüße 😀'");
        texts("VARCHAR(60) CHARACTER SET utf32", "'Grüße 😀'");
        texts("TEXT CHARACTER SET latin1 COLLATE latin1_bin", "'Grüße'");
        texts("CHAR(10) COLLATE utf8mb4_bin", "'Grüße 😀'");
        texts("VARCHAR(20) COLLATE utf8mb4_uca1400_ai_ci", "'Grüße 😀'");
        texts("CHAR(10) CHARACTER SET cp1251 COLLATE cp1251_ukrainian_ci", "'Привіт'");
        texts("NATIONAL VARCHAR(20)", "'Grüße'");
        texts("NCHAR(20)", "'Grüße'");

        // Defaults and other attributes of a column, which the parser of statements must read.
        numbers("TINYINT UNSIGNED DEFAULT 200", "1");
        numbers("INT UNSIGNED NOT NULL DEFAULT 4294967295", "1");
        numbers("BIGINT UNSIGNED NOT NULL DEFAULT 18446744073709551615", "1");
        numbers("DECIMAL(20,10) DEFAULT 1e2", "0.0000000001");
        numbers("YEAR NOT NULL DEFAULT 0", "2024");
        numbers("INT COMMENT 'it''s \\\\ a comment, \"😀\"'", "1");
        texts("ENUM('a,b','😀') NOT NULL DEFAULT '😀'", "'a,b'");
        texts("SET('it''s','b') DEFAULT 'it''s,b'", "'b'");
        texts("VARCHAR(40) DEFAULT (CONCAT('a', ',b'))", "'given'");
        texts("UUID DEFAULT UUID()", "'f47ac10b-58cc-4372-a567-0e02b2c3d479'");
        texts("DATE NOT NULL DEFAULT CURDATE()", "'0000-00-00'");
        texts("TEXT DEFAULT 'line\\nbreak'", "'given'");
        texts("VARCHAR(20) INVISIBLE", "'hidden'");
        texts("VARCHAR(20) NOT NULL CHECK (CHAR_LENGTH(c0) >= 0)", "'checked'");
    }

    private static String members(int count) {
        StringBuilder members = new StringBuilder();
        for (int i = 1; i <= count; i++) {
            members.append(i == 1 ? "" : ",").append("'m").append(i).append('\'');
        }
        return members.toString();
    }

    private static String number(String value) {
        return Attributes.number(value);
    }

    private static String text(String value) {
        return Attributes.text(value);
    }

    /** Adds a column whose attribute is the literal's number. */
    private static void numbers(String declaration, String... literals) {
        List<Sample> samples = new ArrayList<>();
        for (String literal : literals) {
            samples.add(new Sample(literal, number(literal)));
        }
        add(declaration, samples);
    }

    /** Adds a column whose attribute is the text in the literal's quotes. */
    private static void texts(String declaration, String... literals) {
        List<Sample> samples = new ArrayList<>();
        for (String literal : literals) {
            String text = literal.substring(1, literal.length() - 1)
                    .replace("''", "'")
                    .replace("\\\\", "\u0000\u0000")
                    .replace("\\n", "\n")
                    .replace("\\t", "\t")
                    .replace("\\0", "\u0001")
                    .replace("\\\"", "\"")
                    .replace("\u0000\u0000", "\\")
                    .replace("\u0001", "\u0000");
            samples.add(new Sample(literal, text(text)));
        }
        add(declaration, samples);
    }

    /** Adds a column with pairs of a literal and its attribute. */
    private static void column(String declaration, String... literalsAndAttributes) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < literalsAndAttributes.length; i += 2) {
            samples.add(new Sample(literalsAndAttributes[i], literalsAndAttributes[i + 1]));
        }
        add(declaration, samples);
    }

    private static void add(String declaration, List<Sample> samples) {
        if (!declaration.contains("NOT NULL")) {
            samples.add(new Sample("NULL", Attributes.NONE));
        }
        COLUMNS.add(new TypedColumn(declaration, samples));
    }
}
