package io.posthouse.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The schemas and samples of our events. */
final class Contracts {

  private static final Path EVENTS = Path.of("contracts/events");

  private Contracts() {}

  static String sample(String event) {
    return read(EVENTS.resolve(event + ".sample.json"));
  }

  /** Fails unless the payload fits the event's schema. */
  static void check(String event, String payload) {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(read(EVENTS.resolve(event + ".schema.json")), InputFormat.JSON);
    assertThat(schema.validate(payload, InputFormat.JSON)).as(payload).isEmpty();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
