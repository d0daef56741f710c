package io.posthouse.notification;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Schemas and samples of events: our own, and those of the services we listen to. */
public final class Contracts {

  private static final JsonMapper json = JsonMapper.builder().build();

  private Contracts() {}

  /** A producer's sample. */
  public static JsonNode sample(String service, String event) {
    return json.readTree(read(Path.of("..", service, "contracts/events", event + ".sample.json")));
  }

  /** Fails unless the event fits our schema of that name. */
  public static void check(String event, JsonNode payload) {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(read(Path.of("contracts/events", event + ".schema.json")), InputFormat.JSON);
    assertThat(schema.validate(payload.toString(), InputFormat.JSON))
        .as(payload.toString())
        .isEmpty();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
