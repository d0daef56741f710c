package io.posthouse.billing;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Schemas and samples of events: our own, and those of the services we listen to. */
public final class Contracts {

  private Contracts() {}

  /**
   * A sample.
   *
   * @param service the owner's folder, such as {@code relay-service}
   * @param event such as {@code usage-recorded.v1}
   */
  public static String sample(String service, String event) {
    return read(Path.of("..", service, "contracts/events", event + ".sample.json"));
  }

  /** Fails unless a payload fits one of our events' schemas. */
  public static void check(String event, String payload) {
    check("billing-service", event, payload);
  }

  /** Fails unless a payload fits an event's schema. */
  public static void check(String service, String event, String payload) {
    Path file = Path.of("..", service, "contracts/events", event + ".schema.json");
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(read(file), InputFormat.JSON);
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
