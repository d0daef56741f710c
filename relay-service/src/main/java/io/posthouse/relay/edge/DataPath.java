package io.posthouse.relay.edge;

import io.posthouse.relay.caller.CallerCheck;
import io.posthouse.relay.exchange.Relay;
import org.jspecify.annotations.Nullable;

/**
 * What every client connection works with. Thread-safe.
 *
 * @param bodyLimit the largest body, in bytes
 */
record DataPath(
    CallerCheck callers,
    Relay relay,
    ModelListing models,
    BodyBudget budget,
    int bodyLimit,
    RunningCalls running) {

  /** Whether a request's host, path or header marks it as one of Anthropic's clients. */
  static boolean isAnthropicClient(
      @Nullable String version, @Nullable String key, @Nullable String agent) {
    return version != null
        || key != null
        || (agent != null && (agent.startsWith("claude-") || agent.startsWith("Anthropic")));
  }
}
