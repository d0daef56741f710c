package io.posthouse.relay.translation;

import static io.posthouse.relay.protocol.Protocol.CHAT;
import static io.posthouse.relay.protocol.Protocol.GEMINI;
import static io.posthouse.relay.protocol.Protocol.MESSAGES;
import static io.posthouse.relay.protocol.Protocol.RESPONSES;

import io.posthouse.relay.protocol.Protocol;
import java.nio.charset.StandardCharsets;

/** Streams of every pair, of a client that is shown all there is. */
final class PairStreams {

  private PairStreams() {}

  static final String PAIRS = "io.posthouse.relay.translation.AllPairs#pairs";

  /** Gemini's clients see thoughts only if they ask. */
  static StreamTranslation stream(Protocol client, Protocol upstream) {
    return call(client, upstream).stream();
  }

  static Translation call(Protocol client, Protocol upstream) {
    String body =
        switch (client) {
          case GEMINI ->
              Hub.hello(
                  GEMINI, "\"generationConfig\":{\"thinkingConfig\":{\"includeThoughts\":true}}");
          case CHAT -> Hub.hello(CHAT, "\"stream_options\":{\"include_usage\":true}");
          case MESSAGES, RESPONSES -> Hub.hello(client);
        };
    return Hub.call(client, Hub.target(upstream), body, true);
  }

  static String heard(Protocol client, Protocol upstream, String stream) {
    return Hub.heard(stream(client, upstream), stream.getBytes(StandardCharsets.UTF_8), 1 << 20);
  }
}
