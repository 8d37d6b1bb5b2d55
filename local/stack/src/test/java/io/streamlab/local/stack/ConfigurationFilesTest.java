package io.streamlab.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class ConfigurationFilesTest {

    private static final String DIFFICULT = "a=b; <c> & \"d\" #e \\f";

    @TempDir
    private Path folder;

    @Test
    void propertiesAreReadBackAsTheyWereGiven() throws IOException {
        Path file = folder.resolve("new/folder/x.properties");
        ConfigurationFiles.writeProperties(file, Map.of("key", DIFFICULT));
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        assertThat(properties).containsExactly(Map.entry("key", DIFFICULT));
    }

    @Test
    void hadoopSettingsAreXmlSortedByName() throws Exception {
        Path file = folder.resolve("core-site.xml");
        ConfigurationFiles.writeHadoop(file, Map.of("fs.b", DIFFICULT, "fs.a", "1"));
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
        assertThat(document.getDocumentElement().getTagName()).isEqualTo("configuration");
        assertThat(texts(document, "name")).containsExactly("fs.a", "fs.b");
        assertThat(texts(document, "value")).containsExactly("1", DIFFICULT);
    }

    private static String[] texts(Document document, String tag) {
        String[] texts = new String[document.getElementsByTagName(tag).getLength()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = document.getElementsByTagName(tag).item(i).getTextContent();
        }
        return texts;
    }
}
