package io.posthouse.relay.translation;

import io.posthouse.relay.protocol.Protocol;
import io.posthouse.relay.translation.anthropic.MessagesSpoke;
import io.posthouse.relay.translation.chat.ChatSpoke;
import io.posthouse.relay.translation.gemini.GeminiSpoke;
import io.posthouse.relay.translation.json.Drops;
import io.posthouse.relay.translation.responses.ResponsesSpoke;
import io.posthouse.relay.translation.spoke.Spoke;
import java.time.Clock;
import java.util.function.Supplier;

/** Translates between any two protocols by way of the neutral model (ADR 0013). */
public final class HubTranslator implements Translator {

  private static final Spoke MESSAGES = new MessagesSpoke();
  private static final Spoke CHAT = new ChatSpoke();
  private static final Spoke RESPONSES = new ResponsesSpoke();
  private static final Spoke GEMINI = new GeminiSpoke();

  private final Clock clock;
  private final ReasoningEnvelope envelope;
  private final Supplier<String> ids;

  /**
   * A translator.
   *
   * @param clock for {@code created}
   * @param ids give letters and digits, never the same twice; from any thread
   */
  public HubTranslator(Clock clock, ReasoningEnvelope envelope, Supplier<String> ids) {
    this.clock = clock;
    this.envelope = envelope;
    this.ids = ids;
  }

  static Spoke spoke(Protocol protocol) {
    return switch (protocol) {
      case MESSAGES -> MESSAGES;
      case CHAT -> CHAT;
      case RESPONSES -> RESPONSES;
      case GEMINI -> GEMINI;
    };
  }

  @Override
  public TranslatableCall read(ClientCall call) {
    Drops drops = new Drops();
    Spoke.Asked asked = spoke(call.protocol()).read(call, drops);
    return target -> HubTranslation.of(this, call, asked, drops.names(), target);
  }

  ReasoningEnvelope envelope() {
    return envelope;
  }

  long seconds() {
    return clock.instant().getEpochSecond();
  }

  String id() {
    return ids.get();
  }
}
