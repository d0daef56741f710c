package io.posthouse.relay.metering;

import io.posthouse.relay.protocol.BadRequestException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Estimates the input tokens of a request in any protocol, for {@code count_tokens} on upstreams
 * that cannot count (protocols.md 1.7) and for calls whose input nobody reported (1.8). Reads the
 * body once, without a tree; of a large one that takes a good part of a second, so not on an event
 * loop. Files count by what providers publish about them, not by their base64.
 */
public final class RequestEstimate {

  private static final long PER_MESSAGE = 4;
  private static final long PICTURE = 1_600;
  private static final long DOCUMENT_CHARACTERS_PER_TOKEN = 35;

  /** Words for machines, which no model reads. */
  private static final Set<String> SILENT =
      Set.of(
          "type",
          "id",
          "tool_use_id",
          "tool_call_id",
          "call_id",
          "model",
          "signature",
          "encrypted_content",
          "thoughtSignature",
          "user_id",
          "ttl",
          "format");

  private static final Set<String> DATA = Set.of("data", "file_data", "url", "image_url");

  /** Inside these a key is read by the model as well. */
  private static final Set<String> TREES =
      Set.of(
          "input_schema",
          "parameters",
          "parametersJsonSchema",
          "input",
          "args",
          "schema",
          "response");

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(64 * 1024 * 1024).build())
          .build();

  private final TokenEstimate text = new TokenEstimate();
  private long fixed;
  private String mediaType = "";
  private int treeDepth;

  private RequestEstimate() {}

  /**
   * Input tokens of a request.
   *
   * @param body any protocol's, decoded; read to its end and closed
   * @return at least 1: a client's meter breaks on 0
   * @throws BadRequestException if it is not JSON
   */
  public static long tokens(InputStream body) {
    RequestEstimate estimate = new RequestEstimate();
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
      estimate.read(parser);
    } catch (JacksonException malformed) {
      throw new BadRequestException("", "The body is not valid JSON.");
    }
    return Math.max(1, estimate.fixed + estimate.text.tokens());
  }

  private void read(JsonParser parser) {
    int depth = 0;
    JsonToken token = parser.nextToken();
    while (token != null) {
      String key = parser.currentName();
      if (token.isStructStart()) {
        depth++;
        if (treeDepth == 0 && key != null && TREES.contains(key) && depth > 2) {
          treeDepth = depth;
        }
      } else if (token.isStructEnd()) {
        if (depth == treeDepth) {
          treeDepth = 0;
        }
        depth--;
      } else if (token == JsonToken.PROPERTY_NAME) {
        if (treeDepth > 0) {
          say(parser.getString());
        }
      } else if (token == JsonToken.VALUE_STRING) {
        string(key, parser.getString());
      } else if (treeDepth > 0) {
        say(parser.getString());
      } else if (token.isNumeric() && key == null) {
        // Embeddings may be asked for with tokens for text.
        fixed++;
      }
      token = parser.nextToken();
    }
  }

  private void string(@Nullable String key, String value) {
    if (treeDepth > 0 || key == null) {
      say(value);
    } else if (key.equals("media_type") || key.equals("mimeType") || key.equals("mime_type")) {
      mediaType = value.toLowerCase(Locale.ROOT);
    } else if (key.equals("role")) {
      fixed += PER_MESSAGE;
    } else if (DATA.contains(key)) {
      file(value);
    } else if (!SILENT.contains(key)) {
      say(value);
    }
  }

  private void file(String value) {
    boolean url = value.startsWith("http");
    if (!url && mediaType.startsWith("text/")) {
      say(value);
    } else if (url || mediaType.startsWith("image/") || value.startsWith("data:image/")) {
      fixed += PICTURE;
    } else {
      fixed += Math.max(PICTURE, value.length() / DOCUMENT_CHARACTERS_PER_TOKEN);
    }
    mediaType = "";
  }

  private void say(String value) {
    text.add(value);
    text.add("\n");
  }
}
