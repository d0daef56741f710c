package io.posthouse.relay.exchange;

import io.netty.handler.codec.http.HttpHeaders;
import io.posthouse.relay.metering.Tokens;
import io.posthouse.relay.protocol.ConversationStart;
import io.posthouse.relay.protocol.ModelCall;
import io.posthouse.relay.routing.SessionKey;
import io.posthouse.relay.routing.Sessions;
import io.posthouse.relay.routing.Upstream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a conversation at its upstream (protocols.md, section 5). Confined to the exchange's loop.
 */
final class Stickiness {

  private static final int LONGEST_ID = 512;

  private final Sessions sessions;
  private final Duration slow;
  private final @Nullable SessionKey key;
  private final Sessions.@Nullable Stay stay;
  private final long startedAt = System.nanoTime();
  private @Nullable Upstream at;
  private boolean tooSlow;

  private Stickiness(Sessions sessions, Duration slow, @Nullable SessionKey key) {
    this.sessions = sessions;
    this.slow = slow;
    this.key = key;
    this.stay = key == null ? null : sessions.of(key);
  }

  /** Of that call. What generates nothing may go anywhere. */
  static Stickiness of(IncomingCall incoming, Sessions sessions, Duration slow) {
    boolean sticks = incoming.call().surface().generates();
    return new Stickiness(sessions, slow, sticks ? key(incoming) : null);
  }

  private static SessionKey key(IncomingCall incoming) {
    ModelCall call = incoming.call();
    SessionKey.Maker maker = new SessionKey.Maker(incoming.caller().keyId()).add(call.model());
    String named = named(incoming.headers(), call.hints().session());
    if (named != null) {
      return maker.add(named).key();
    }
    ConversationStart.of(call, incoming.body()).forEach(maker::add);
    return maker.key();
  }

  private static @Nullable String named(HttpHeaders headers, @Nullable String inBody) {
    String claudeCode = usable(headers.get("x-claude-code-session-id"));
    if (claudeCode != null) {
      return claudeCode;
    }
    String codex = usable(headers.get("session_id"));
    String other = codex == null ? usable(headers.get("session-id")) : codex;
    // Of the two names that a body can have, Anthropic's comes before and OpenAI's after a header;
    // no call has both.
    return other == null ? inBody : other;
  }

  private static @Nullable String usable(@Nullable String id) {
    return id == null || id.isEmpty() || id.length() > LONGEST_ID ? null : id;
  }

  /** Where it has been; null when nobody knows. */
  @Nullable String preferred() {
    return stay == null ? null : stay.upstream();
  }

  /** An attempt goes there. */
  void goesTo(Upstream upstream) {
    at = upstream;
  }

  /** The first content has come: an upstream that is slow to it loses the conversation. */
  void contentCame() {
    Upstream here = at;
    tooSlow = System.nanoTime() - startedAt > slow.toNanos();
    if (key != null && here != null && tooSlow) {
      sessions.leaves(key, here.name());
    }
  }

  /** A turn was answered. */
  void answered(Tokens tokens) {
    Upstream here = at;
    if (key == null || here == null || tooSlow) {
      return;
    }
    sessions.stays(
        key,
        new Sessions.Stay(
            here.name(),
            whole(tokens),
            tokens.cacheWrite1h() > 0 || (stay != null && stay.kept1h())));
  }

  /**
   * How much of the input its last upstream had seen, and the new one had to read afresh because we
   * moved the conversation: it costs no more than a cache read.
   */
  long readAgain(Tokens tokens) {
    Upstream here = at;
    if (stay == null || here == null || stay.upstream().equals(here.name())) {
      return 0;
    }
    long fresh = tokens.input() + tokens.cacheWrite5m() + tokens.cacheWrite1h();
    return Math.min(Math.max(0, stay.input() - tokens.cacheRead()), fresh);
  }

  private static long whole(Tokens tokens) {
    return tokens.input() + tokens.cacheRead() + tokens.cacheWrite5m() + tokens.cacheWrite1h();
  }
}
