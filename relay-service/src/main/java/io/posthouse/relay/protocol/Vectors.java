package io.posthouse.relay.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Vectors as the client asked for them (protocols.md 1.7): a list of numbers, or little-endian
 * 32-bit floats in base64. OpenAI's own client for Node always asks for the latter, and not every
 * upstream knows it.
 */
public final class Vectors {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Vectors() {}

  /**
   * The answer with its vectors written the other way.
   *
   * @param format what the client asked for; null for a list of numbers
   * @return null when nothing has to be changed, or it is no answer with vectors
   */
  public static byte @Nullable [] converted(ByteBuf answer, @Nullable String format) {
    boolean base64 = "base64".equals(format);
    try (ByteBufInputStream in = new ByteBufInputStream(answer.duplicate())) {
      JsonNode root = JSON.readTree(in);
      boolean changed = false;
      for (JsonNode entry : root.path("data")) {
        if (entry instanceof ObjectNode object) {
          changed |= convert(object, base64);
        }
      }
      return changed ? JSON.writeValueAsBytes(root) : null;
    } catch (JacksonException | IllegalArgumentException | java.io.IOException notVectors) {
      return null;
    }
  }

  private static boolean convert(ObjectNode entry, boolean base64) {
    JsonNode vector = entry.path("embedding");
    if (base64 && vector.isArray()) {
      entry.put("embedding", encoded(vector));
      return true;
    }
    if (!base64 && vector.isString()) {
      entry.set("embedding", decoded(vector.stringValue()));
      return true;
    }
    return false;
  }

  private static String encoded(JsonNode vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (JsonNode number : vector) {
      bytes.putFloat(number.floatValue());
    }
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  private static ArrayNode decoded(String text) {
    ByteBuffer bytes =
        ByteBuffer.wrap(Base64.getDecoder().decode(text)).order(ByteOrder.LITTLE_ENDIAN);
    ArrayNode vector = JSON.createArrayNode();
    while (bytes.remaining() >= Float.BYTES) {
      vector.add(bytes.getFloat());
    }
    return vector;
  }
}
