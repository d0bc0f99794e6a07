package io.seminode.data.tribuo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import com.oracle.labs.mlrg.olcut.config.PropertyException;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import io.seminode.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.provenance.DataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;

class CsvSeriesSourceTest {
    private static final LabelFactory LABELS = new LabelFactory();
    private static final String WIDE = """
            state,p@0,p@3.5,q@0,age
            good,1.5,2,NA,30
            "bad, very",-1,,0.25,40
            """;
    private static final String BY_TIME = """
            id,time,p,q,age,state
            a,3.5,2,,30,good
            b,0,-1,0.25,40,"bad, very"
            a,0,1.5,NaN,30,good
            """;
    private static final String BY_VALUE = """
            id,time,channel,value,age,state
            a,0,p,1.5,30,good
            a,3.5,p,2,30,good
            b,0,p,-1,40,"bad, very"
            b,0,q,0.25,40,"bad, very"
            """;

    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("series.csv"), text);
    }

    private static <T extends Output<T>> List<Map<String, Double>> features(Iterable<Example<T>> examples) {
        return StreamSupport.stream(examples.spliterator(), false)
                .<Map<String, Double>>map(example -> {
                    Map<String, Double> features = new TreeMap<>();
                    example.forEach(f -> features.put(f.getName(), f.getValue()));
                    return features;
                })
                .toList();
    }

    private static List<String> labels(Iterable<Example<Label>> examples) {
        return StreamSupport.stream(examples.spliterator(), false)
                .map(e -> e.getOutput().getLabel())
                .toList();
    }

    @Test
    void allFormsGiveTheSameExamples() throws IOException {
        List<Map<String, Double>> expected =
                List.of(Map.of("p@0", 1.5, "p@3.5", 2.0, "age", 30.0), Map.of("p@0", -1.0, "q@0", 0.25, "age", 40.0));
        CsvSeriesSource<Label> wide = CsvSeriesSource.wide(file(WIDE), LABELS, List.of("state"));
        assertEquals(expected, features(wide));
        assertEquals(List.of("good", "bad, very"), labels(wide));
        CsvSeriesSource<Label> byTime =
                CsvSeriesSource.byTime(file(BY_TIME), LABELS, List.of("state"), "id", "time", Set.of("age"));
        assertEquals(expected, features(byTime));
        assertEquals(List.of("good", "bad, very"), labels(byTime));
        CsvSeriesSource<Label> byValue = CsvSeriesSource.byTime(
                        file(BY_VALUE), LABELS, List.of("state"), "id", "time", Set.of("age"))
                .byValue("channel", "value");
        assertEquals(expected, features(byValue));
        assertEquals(List.of("good", "bad, very"), labels(byValue));
    }

    @Test
    void severalNumbersAreOneOutputAndEmptyOnesAreUnknown() throws IOException {
        Path file = file("x,speed,height\n1,2.5,-3\n2,,4\n");
        CsvSeriesSource<Regressor> source =
                CsvSeriesSource.wide(file, new RegressionFactory(), List.of("speed", "height"));
        List<Regressor> outputs = StreamSupport.stream(source.spliterator(), false)
                .map(Example::getOutput)
                .toList();
        Map<String, Double> found = new LinkedHashMap<>();
        outputs.get(0).forEach(d -> found.put(d.getName(), d.getValue()));
        assertEquals(Map.of("speed", 2.5, "height", -3.0), found);
        assertEquals(new RegressionFactory().getUnknownOutput(), outputs.get(1));
    }

    @Test
    @SuppressWarnings("unchecked") // the configuration says so
    void provenanceTellsTheFileAndMakesTheSameSource() throws IOException {
        CsvSeriesSource<Label> source =
                CsvSeriesSource.byTime(file(BY_TIME), LABELS, List.of("state"), "id", "time", Set.of("age"));
        String hash = source.getProvenance()
                .getInstanceValues()
                .get(DataSourceProvenance.RESOURCE_HASH)
                .toString();
        assertTrue(hash.matches("SHA-256\\[[0-9A-F]{64}]"), hash);
        try (ConfigurationManager manager = new ConfigurationManager()) {
            manager.addConfiguration(ProvenanceUtil.extractConfiguration(source.getProvenance()));
            List<CsvSeriesSource<Label>> again = manager.lookupAll(CsvSeriesSource.class).stream()
                    .map(s -> (CsvSeriesSource<Label>) s)
                    .toList();
            assertEquals(features(source), features(again.get(0)));
            assertEquals(source.getProvenance(), again.get(0).getProvenance());
        }
        MutableDataset<Label> dataset = new MutableDataset<>(source);
        assertEquals(2, dataset.size());
        assertEquals(
                dataset.getProvenance(),
                ProvenanceUtil.unmarshalProvenance(ProvenanceUtil.marshalProvenance(dataset.getProvenance())));
    }

    static Stream<Arguments> whatIsWrong() {
        return Stream.of(
                Arguments.of("state,p\ngood,one\n", "line 2"),
                Arguments.of("state,p\ngood,one\n", "\"p\""),
                Arguments.of("p\n1\n", "state"),
                Arguments.of("state,p\n", "no line"),
                Arguments.of("state,p\ngood,1,2\n", "line 2"),
                Arguments.of("state,p\ngood\n", "line 2"));
    }

    @ParameterizedTest
    @MethodSource("whatIsWrong")
    void whatIsWrongIsNamed(String text, String named) throws IOException {
        CsvSeriesSource<Label> source = CsvSeriesSource.wide(file(text), LABELS, List.of("state"));
        Exception e = assertThrows(DataException.class, source::iterator);
        assertTrue(e.getMessage().contains(named), e::getMessage);
        assertTrue(e.getMessage().contains("series.csv"), e::getMessage);
    }

    static Stream<Arguments> whatContradictsItself() {
        return Stream.of(
                Arguments.of("id,time,p,age,state\na,0,1,3,good\na,1,1,3,bad\n", "[good]"),
                Arguments.of("id,time,p,age,state\na,0,1,3,good\na,1,1,4,good\n", "age"),
                Arguments.of("id,time,p,age,state\na,0,1,3,good\na,0,2,3,good\n", "p@0"),
                Arguments.of("id,time,p,age,state\na,noon,1,3,good\n", "noon"),
                Arguments.of("id,when,p,age,state\na,0,1,3,good\n", "time"));
    }

    @ParameterizedTest
    @MethodSource("whatContradictsItself")
    void linesOfAnExampleThatContradictEachOtherAreErrors(String text, String named) throws IOException {
        CsvSeriesSource<Label> source =
                CsvSeriesSource.byTime(file(text), LABELS, List.of("state"), "id", "time", Set.of("age"));
        Exception e = assertThrows(DataException.class, source::iterator);
        assertTrue(e.getMessage().contains(named), e::getMessage);
    }

    @Test
    void aSourceThatCannotBeIsAnError() throws IOException {
        assertThrows(PropertyException.class, () -> CsvSeriesSource.wide(file(WIDE), LABELS, List.of()));
        CsvSeriesSource<Label> wide = CsvSeriesSource.wide(file(WIDE), LABELS, List.of("state"));
        assertThrows(PropertyException.class, () -> wide.byValue("channel", ""));
        CsvSeriesSource<Label> absent = CsvSeriesSource.wide(folder.resolve("absent.csv"), LABELS, List.of("state"));
        assertThrows(DataException.class, absent::iterator);
    }
}
