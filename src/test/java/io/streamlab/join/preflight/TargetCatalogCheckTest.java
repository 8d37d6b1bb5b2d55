package io.streamlab.join.preflight;

import static io.streamlab.join.preflight.Answers.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.LocalSpark;
import io.streamlab.join.config.ExampleConfig;
import org.junit.jupiter.api.Test;

class TargetCatalogCheckTest {
    @Test
    void findsTheDatabaseAndAsksForTheTable() {
        assertThat(texts(check("target_database", "default")))
                .containsExactly(
                        "ok        glue:GetDatabase on catalog database default",
                        "ok        glue:GetTable on catalog database default",
                        "not tried glue:CreateTable and glue:UpdateTable on catalog database default: "
                                + "trying them would change the catalog");
    }

    @Test
    void saysThatTheDatabaseIsStillToBeCreated() {
        assertThat(texts(check("target_database", "no_such_database")))
                .containsExactly(
                        "ok        glue:GetDatabase on catalog database no_such_database",
                        "not tried glue:CreateDatabase on catalog database no_such_database: there is none; the first "
                                + "batch creates it, or fails");
    }

    @Test
    void needsNoDatabaseWhereNothingIsSynced() {
        assertThat(texts(check("hudi_options", "hoodie.datasource.hive_sync.enable=false")))
                .containsExactly("not tried glue:GetDatabase on catalog database my_kinesis_db: "
                        + "--hudi_options switches the catalog sync off");
    }

    @Test
    void saysThatItDoesNotKnowTheToolThatSyncs() {
        assertThat(texts(check(
                        "hudi_options",
                        "hoodie.datasource.hive_sync.enable=false,hoodie.datasource.meta.sync.enable=true,"
                                + "hoodie.meta.sync.client.tool.class=com.example.Tool")))
                .containsExactly("not tried glue:GetDatabase on catalog database my_kinesis_db: --hudi_options has the "
                        + "catalog synced by a tool that is not known here");
    }

    private static TargetCatalogCheck check(String... options) {
        return new TargetCatalogCheck(ExampleConfig.with(options).target(), LocalSpark.session());
    }
}
