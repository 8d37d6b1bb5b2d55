package io.streamlab.join.hudi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalNamesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "price decimal(10,2), item struct<price:decimal(12,4)>",
                "price decimal(10,2), item struct<price:struct<amount:int>>",
                "a array<decimal(5,2)>, b array<decimal(6,2)>",
                "a array<decimal(5,2)>, b array<struct<x:int>>",
                "a map<string,decimal(5,2)>, b map<string,struct<x:map<string,decimal(5,3)>>>",
                "a struct<d:struct<x:decimal(9,1)>>, b array<struct<x:decimal(9,2)>>",
                "element decimal(9,1), a array<struct<x:int>>",
                "a array<struct<list:decimal(10,2)>>",
                "a array<struct<x:struct<list:decimal(10,2)>>>",
                "a array<array<struct<list:decimal(10,2)>>>",
                "a map<string,array<struct<list:decimal(10,2)>>>",
                "a array<struct<x:map<string,struct<list:decimal(10,2)>>>>",
                "a struct<b:array<struct<x:int,y:array<array<struct<list:decimal(10,2)>>>>>>",
            })
    void findsDecimalsThatAvroTakesForAnotherType(String columns) {
        assertThat(problems(columns)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "price decimal(10,2), item struct<price:decimal(10,2)>",
                "price decimal(10,2), cost decimal(12,4)",
                "a array<decimal(5,2)>, b array<decimal(5,2)>",
                "a array<decimal(5,2)>, b map<string,decimal(6,2)>",
                "a array<struct<x:int>>, b array<struct<x:string>>, c struct<x:int>, d array<int>",
                "a array<decimal(5,2)>, b array<int>, c array<string>, element int",
                "list decimal(10,2), a array<int>, b array<struct<x:int>>",
                "a struct<list:decimal(10,2)>, b array<struct<list:int>>",
                "a array<map<string,struct<list:decimal(10,2)>>>",
            })
    void takesOthers(String columns) {
        assertThat(problems(columns)).isEmpty();
    }

    @Test
    void namesEachPlaceAndItsType() {
        assertThat(problems("price decimal(10,2), items array<struct<price:decimal(12,4)>>"))
                .containsExactly("Hudi could not update the table's rows, since it takes 'price' (decimal(10,2)), "
                        + "'items[].price' (decimal(12,4)) for one Avro type of the name 'price': give them one type in the "
                        + "source table or in --lookup_schema, such as decimals of the same digits, or other names, or name "
                        + "the column in --drop_columns");
    }

    @Test
    void namesTheArrayWhoseStructsHaveADecimalOfTheNameList() {
        assertThat(problems("items array<struct<price:struct<list:decimal(12,4)>>>"))
                .containsExactly("Hudi could not update the table's rows, since it takes 'items[].price.list' "
                        + "(decimal(12,4)), 'items' (array) for one Avro type of the name 'list': give them one type in the "
                        + "source table or in --lookup_schema, such as decimals of the same digits, or other names, or name "
                        + "the column in --drop_columns");
    }

    @Test
    void leavesATableAloneThatHasThemAlready() {
        StructType table = StructType.fromDDL("item struct<price:decimal(12,4)>, price decimal(10,2), uuid string");
        StructType rows = StructType.fromDDL("price decimal(10,2), item struct<price:decimal(12,4)>");

        assertThat(DecimalNames.problems(table, rows)).isEmpty();
        assertThat(DecimalNames.problems(
                        table, rows.add("a", "array<decimal(5,2)>").add("b", "array<struct<x:int>>")))
                .hasSize(1);
    }

    private static List<String> problems(String columns) {
        return DecimalNames.problems(new StructType(), StructType.fromDDL(columns));
    }
}
