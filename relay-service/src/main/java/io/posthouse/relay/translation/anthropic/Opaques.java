package io.posthouse.relay.translation.anthropic;

import io.posthouse.relay.translation.json.Fields;
import io.posthouse.relay.translation.neutral.Opaque;
import io.posthouse.relay.translation.neutral.Part;
import org.jspecify.annotations.Nullable;

/** Reasoning that a client sends back. */
final class Opaques {

  private Opaques() {}

  static Part thinking(Fields block) {
    String text = block.text("thinking");
    return new Part.Thinking(
        block.path(),
        text == null ? "" : text,
        opaque(Opaque.Kind.SIGNATURE, block.text("signature")));
  }

  static Part redacted(Fields block) {
    return new Part.Thinking(block.path(), "", opaque(Opaque.Kind.REDACTED, block.text("data")));
  }

  private static @Nullable Opaque opaque(Opaque.Kind kind, @Nullable String data) {
    return data == null || data.isEmpty() ? null : new Opaque(kind, "", data);
  }
}
