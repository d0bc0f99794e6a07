package io.seminode.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.data.tribuo.CsvSeriesSource;
import io.seminode.data.tribuo.DataPart;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tribuo.MutableDataset;
import org.tribuo.classification.LabelFactory;
import org.tribuo.datasource.LibSVMDataSource;
import org.tribuo.provenance.DataSourceProvenance;

class TrainingSourcesTest {
    @TempDir
    private Path folder;

    @Test
    void anAddressInAModelIsNotAsked() throws IOException {
        AtomicInteger requests = new AtomicInteger();
        try (ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> answer(server, requests));
            answering.setDaemon(true);
            answering.start();
            URI address = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/data");
            DataSourceProvenance told = new LibSVMDataSource<>(address.toURL(), new LabelFactory()).getProvenance();
            int before = requests.get();
            assertTrue(before > 0, "the source itself asks");
            assertTrue(TrainingSources.again(told, folder.resolve("data"), DataPart.TEST)
                    .isEmpty());
            assertEquals(before, requests.get());
        }
    }

    private static void answer(ServerSocket server, AtomicInteger requests) {
        byte[] data = "HTTP/1.0 200 OK\r\nContent-Length: 12\r\n\r\na 1:1\nb 1:2\n".getBytes(StandardCharsets.US_ASCII);
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                requests.incrementAndGet();
                BufferedReader request =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
                String line = request.readLine();
                while (line != null && !line.isEmpty()) {
                    line = request.readLine();
                }
                socket.getOutputStream().write(data);
            } catch (IOException closed) {
                return;
            }
        }
    }

    @Test
    void ourOwnSourceReadsAnotherFile() throws IOException {
        Path first = Files.writeString(folder.resolve("a.csv"), "x,kind\n1,a\n2,b\n");
        Path second = Files.writeString(folder.resolve("b.csv"), "x,kind\n3,a\n4,b\n5,a\n");
        DataSourceProvenance told =
                CsvSeriesSource.wide(first, new LabelFactory(), List.of("kind")).getProvenance();
        var again = TrainingSources.again(told, second, DataPart.TEST)
                .map(MutableDataset::new)
                .orElseThrow();
        assertEquals(3, again.size());
    }
}
