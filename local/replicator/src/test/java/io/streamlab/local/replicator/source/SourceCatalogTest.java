package io.streamlab.local.replicator.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SourceCatalogTest {

    @Test
    void foreignKeysThatChangeRowsThemselvesAreFound() {
        assertThat(
                        SourceCatalog.cascadesIn(
                                """
                        CREATE TABLE `child` (
                          `id` int(11) NOT NULL,
                          `a` int(11) DEFAULT NULL,
                          PRIMARY KEY (`id`),
                          CONSTRAINT `one` FOREIGN KEY (`a`) REFERENCES `parent` (`id`) ON DELETE CASCADE,
                          CONSTRAINT `two` FOREIGN KEY (`a`) REFERENCES `parent` (`id`) ON DELETE NO ACTION ON UPDATE SET NULL,
                          CONSTRAINT `three` FOREIGN KEY (`a`) REFERENCES `parent` (`id`),
                          CONSTRAINT `four` FOREIGN KEY (`a`) REFERENCES `parent` (`id`) ON DELETE NO ACTION
                        ) ENGINE=InnoDB"""))
                .containsExactly(
                        "CONSTRAINT `one` FOREIGN KEY (`a`) REFERENCES `parent` (`id`) ON DELETE CASCADE",
                        "CONSTRAINT `two` FOREIGN KEY (`a`) REFERENCES `parent` (`id`) ON DELETE NO ACTION ON UPDATE"
                                + " SET NULL");
    }
}
