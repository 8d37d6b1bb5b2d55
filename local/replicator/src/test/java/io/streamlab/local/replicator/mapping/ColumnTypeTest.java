package io.streamlab.local.replicator.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnTypeTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tinyint(1) | NUMBER",
                "bigint(20) unsigned | NUMBER",
                "decimal(65,30) | NUMBER",
                "double | NUMBER",
                "year(4) | NUMBER",
                "varchar(40) | STRING",
                "enum('a b','c') | STRING",
                "longtext | STRING",
                "date | STRING",
                "datetime(6) | STRING",
                "time | STRING",
                "timestamp | STRING",
                "uuid | STRING",
                "bit(1) | BOOLEAN",
                "bit(8) | UNSUPPORTED",
                "blob | UNSUPPORTED",
                "varbinary(16) | UNSUPPORTED",
                "geometry | UNSUPPORTED",
                "inet6 | UNSUPPORTED",
            })
    void typeIsThatOfTheGuide(String declaredType, ColumnType type) {
        assertThat(ColumnType.ofMySql(declaredType)).isEqualTo(type);
    }
}
