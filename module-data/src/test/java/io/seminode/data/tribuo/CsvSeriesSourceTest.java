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
import org.tribuo.anomaly.AnomalyFactory;
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
                Arguments.of("id,time,p,age,state\na,0,1,3,good\na,1,1,3,bad\n", "\"good\""),
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

    private CsvSeriesSource<Label> byTime(String text) throws IOException {
        return CsvSeriesSource.byTime(file(text), LABELS, List.of("state"), "id", "time", Set.of());
    }

    @Test
    void missingIsWhatTheMarksSayInFeaturesAndOutputs() throws IOException {
        String text = "p,q,state\n1,NA,good\nna,2,NA\nNaN,3,nan\nnan,4,?\n?,5,bad\n,6,\n-999,7,none\n";
        CsvSeriesSource<Label> source =
                CsvSeriesSource.wide(file(text), LABELS, List.of("state")).withMissing(Set.of("-999", "none"));
        List<Map<String, Double>> features = features(source);
        assertEquals(Map.of("p", 1.0), features.get(0));
        for (int i = 1; i < 7; i++) {
            assertEquals(Map.of("q", 1.0 + i), features.get(i));
        }
        String unknown = LABELS.getUnknownOutput().getLabel();
        assertEquals(List.of("good", unknown, unknown, unknown, "bad", unknown, unknown), labels(source));
        RegressionFactory numbers = new RegressionFactory();
        CsvSeriesSource<Regressor> targets =
                CsvSeriesSource.wide(file("x,y\n1,NaN\n2,NA\n3,?\n4,0.5\n"), numbers, List.of("y"));
        List<Boolean> known = StreamSupport.stream(targets.spliterator(), false)
                .map(example -> !example.getOutput().equals(numbers.getUnknownOutput()))
                .toList();
        assertEquals(List.of(false, false, false, true), known);
    }

    static Stream<String> noNumbers() {
        return Stream.of(
                "1d", "1f", "0x1p3", "Infinity", "-Infinity", "inf", "1e400", "1,5", "1_0", "--1", "e3", ".", "١");
    }

    @ParameterizedTest
    @MethodSource("noNumbers")
    void whatIsNoDecimalNumberIsRefusedEverywhere(String text) throws IOException {
        List<CsvSeriesSource<?>> sources = List.of(
                CsvSeriesSource.wide(file("p,state\n1,a\n\"" + text + "\",b\n"), LABELS, List.of("state")),
                CsvSeriesSource.wide(
                        Files.writeString(folder.resolve("targets.csv"), "p,state\n1,1\n1,\"" + text + "\"\n"),
                        new RegressionFactory(),
                        List.of("state")),
                CsvSeriesSource.byTime(
                        Files.writeString(
                                folder.resolve("times.csv"), "id,p,state,t\na,1,x,0\na,1,x,\"" + text + "\"\n"),
                        LABELS,
                        List.of("state"),
                        "id",
                        "t",
                        Set.of()));
        List<String> columns = List.of("p", "state", "t");
        for (int i = 0; i < sources.size(); i++) {
            DataException e = assertThrows(DataException.class, sources.get(i)::iterator);
            assertTrue(e.getMessage().contains("line 3, column \"" + columns.get(i) + "\""), e::getMessage);
            assertTrue(e.getMessage().contains("\"" + text + "\""), e::getMessage);
        }
    }

    @Test
    void numbersAreRead() throws IOException {
        String text = "p,state\n+1.5e3,a\n.5,a\n2.,a\n-0.0,a\n 7 ,a\n1E-320,a\n";
        List<Double> found = features(CsvSeriesSource.wide(file(text), LABELS, List.of("state"))).stream()
                .map(features -> features.get("p"))
                .toList();
        assertEquals(List.of(1500.0, 0.5, 2.0, -0.0, 7.0, 1e-320), found);
    }

    @Test
    void timesAreComparedAsNumbers() throws IOException {
        String different = "id,time,p,state\na,1.0,2,x\na,-0.0,3,x\na,0.50,4,x\nb,1,5,x\nb,0,6,x\nb,5e-1,7,x\n";
        assertEquals(
                List.of(Map.of("p@1", 2.0, "p@0", 3.0, "p@0.5", 4.0), Map.of("p@1", 5.0, "p@0", 6.0, "p@0.5", 7.0)),
                features(byTime(different)));
        for (String twice : List.of("1,1.0", "0.0,-0.0", "0.5,0.50", "1000,1e3")) {
            String[] times = twice.split(",", -1);
            String text = "id,time,p,state\na," + times[0] + ",1,x\na," + times[1] + ",2,x\n";
            DataException e = assertThrows(DataException.class, byTime(text)::iterator);
            assertTrue(e.getMessage().contains("line 3, column \"p\""), e::getMessage);
            assertTrue(e.getMessage().contains("found for \"a\""), e::getMessage);
            Path wide = file("p@" + times[0] + ",p@" + times[1] + ",state\n1,2,x\n");
            DataException header =
                    assertThrows(DataException.class, CsvSeriesSource.wide(wide, LABELS, List.of("state"))::iterator);
            assertTrue(header.getMessage().contains("\"p@" + times[1] + "\""), header::getMessage);
        }
    }

    static Stream<Arguments> whatALongFileMustHave() {
        return Stream.of(
                Arguments.of("id,time,p,state\n,0,1,x\n", "line 2, column \"id\""),
                Arguments.of("id,time,p,state\nNA,0,1,x\n", "line 2, column \"id\""),
                Arguments.of("id,time,p,state\na,,1,x\n", "line 2, column \"time\""),
                Arguments.of("id,time,p,state\na,0,1,x\n\na,NaN,1,x\n", "line 4, column \"time\""),
                Arguments.of("id,time,p,state\n\"a\nb\",0,1,x\n\"a\nb\",1,one,x\n", "line 4, column \"p\""),
                Arguments.of("id,time,p,p,state\na,0,1,2,x\n", "column \"p\""),
                Arguments.of("id,time,p,state,state\na,0,1,x,y\n", "column \"state\""),
                Arguments.of("id,time,p,state,\na,0,1,x,\n", "column 5"),
                Arguments.of("id,time,p,state\na,0,\"1,x\n", "line 3"),
                Arguments.of("id,time,p,state\na,0,1\n", "line 2"));
    }

    @ParameterizedTest
    @MethodSource("whatALongFileMustHave")
    void errorsNameFileLineAndColumn(String text, String named) throws IOException {
        DataException e = assertThrows(DataException.class, byTime(text)::iterator);
        assertTrue(e.getMessage().contains(named), e::getMessage);
        assertTrue(e.getMessage().contains("series.csv"), e::getMessage);
    }

    @Test
    void anOutputThatIsNoneNamesItsLine() throws IOException {
        Path file = file("p,event\n1,anomalous\n2,strange\n");
        DataException e = assertThrows(
                DataException.class, CsvSeriesSource.wide(file, new AnomalyFactory(), List.of("event"))::iterator);
        assertTrue(e.getMessage().contains("line 3, column \"event\""), e::getMessage);
    }

    @Test
    void aColumnHasOneUse() throws IOException {
        Path file = file(BY_TIME);
        assertThrows(PropertyException.class, () -> CsvSeriesSource.wide(file, LABELS, List.of("state", "state")));
        assertThrows(
                PropertyException.class,
                () -> CsvSeriesSource.byTime(file, LABELS, List.of("state"), "id", "time", Set.of("state")));
    }

    @Test
    void howTheFileEndsDoesNotMatter() throws IOException {
        for (String form :
                List.of("p,state\n1,a\n2,b\n1,a", "p,state\r\n1,a\r\n2,b\r\n1,a", "p,state\n\n1,a\n2,b\n1,a")) {
            for (String end : List.of("", "\n", "\r\n", "\n\n", "\n \n")) {
                CsvSeriesSource<Label> source = CsvSeriesSource.wide(file(form + end), LABELS, List.of("state"));
                assertEquals(List.of(Map.of("p", 1.0), Map.of("p", 2.0), Map.of("p", 1.0)), features(source));
                assertEquals(List.of("a", "b", "a"), labels(source));
            }
        }
    }

    @Test
    void aSourceThatCannotBeIsAnError() throws IOException {
        assertThrows(PropertyException.class, () -> CsvSeriesSource.wide(file(WIDE), LABELS, List.of()));
        CsvSeriesSource<Label> wide = CsvSeriesSource.wide(file(WIDE), LABELS, List.of("state"));
        assertThrows(PropertyException.class, () -> wide.byValue("channel", ""));
        CsvSeriesSource<Label> absent = CsvSeriesSource.wide(folder.resolve("absent.csv"), LABELS, List.of("state"));
        assertThrows(DataException.class, absent::iterator);
    }

    @Test
    void theProvenanceTellsOfMarksInOneOrder() throws IOException {
        Path file = Files.createTempFile("series", ".csv");
        try {
            Files.writeString(file, WIDE);
            List<String> marks = List.of("-999", "-9999", "missing", "none", "null", "unknown", "void", "x");
            String told = CsvSeriesSource.wide(file, LABELS, List.of("state"))
                    .withMissing(Set.copyOf(marks))
                    .getProvenance()
                    .toString();
            assertTrue(told.contains(String.join(", ", marks)), told);
        } finally {
            Files.delete(file);
        }
    }
}
