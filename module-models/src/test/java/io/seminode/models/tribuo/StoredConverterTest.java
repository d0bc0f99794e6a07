package io.seminode.models.tribuo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.oracle.labs.mlrg.olcut.config.Configurable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StoredConverterTest {
    private static final AtomicInteger RUN = new AtomicInteger();

    /** Not a converter, and told when any of its code runs. */
    public static final class Foreign implements Configurable {
        static {
            RUN.incrementAndGet();
        }

        /** For configurations. */
        public Foreign() {
            RUN.incrementAndGet();
        }
    }

    @Test
    void whatIsNoConverterIsNeverMade() {
        for (String name : List.of(Foreign.class.getName(), "java.lang.Runtime", "no.such.Converter", "")) {
            StoredConverter stored = new StoredConverter(name, Map.of());
            Exception e = assertThrows(IllegalArgumentException.class, stored::converter);
            assertTrue(e.getMessage().contains("SeriesConverter"), e::getMessage);
        }
        assertEquals(0, RUN.get(), "code that a file named has run");
    }

    @Test
    void aConverterIsMadeAsItWas() {
        NamedTimeConverter converter = new NamedTimeConverter(":");
        assertEquals(
                converter.getProvenance(),
                StoredConverter.of(converter).converter().getProvenance());
    }
}
