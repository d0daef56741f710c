package io.posthouse.relay.protocol;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The client's own name of its conversation, out of the body (protocols.md, section 5,
 * "Stickiness"). It is client-chosen and never an authority.
 */
final class SessionHint {

  static final Set<String> KEYS = Set.of("metadata", "prompt_cache_key");

  private static final String IN_USER_ID = "_session_";
  private static final int LONGEST = 512;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private SessionHint() {}

  static @Nullable String of(Surface surface, PeekedFields fields) {
    String found =
        switch (surface.protocol()) {
          case MESSAGES -> inUserId(fields.hint("metadata"));
          case CHAT, RESPONSES -> text(fields.hint("prompt_cache_key"));
          case GEMINI -> null;
        };
    return found == null || found.isEmpty() || found.length() > LONGEST ? null : found;
  }

  /** Claude Code's: JSON with a {@code session_id}, before that {@code user_..._session_<uuid>}. */
  private static @Nullable String inUserId(@Nullable JsonNode metadata) {
    String userId = metadata == null ? null : text(metadata.get("user_id"));
    if (userId == null) {
      return null;
    }
    if (userId.startsWith("{")) {
      try {
        return text(JSON.readTree(userId).get("session_id"));
      } catch (JacksonException notJson) {
        return null;
      }
    }
    int at = userId.lastIndexOf(IN_USER_ID);
    return at < 0 ? null : userId.substring(at + IN_USER_ID.length());
  }

  private static @Nullable String text(@Nullable JsonNode value) {
    return value != null && value.isString() ? value.stringValue() : null;
  }
}
