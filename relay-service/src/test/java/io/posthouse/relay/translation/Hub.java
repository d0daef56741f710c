package io.posthouse.relay.translation;

import io.netty.buffer.Unpooled;
import io.posthouse.relay.protocol.BadRequestException;
import io.posthouse.relay.protocol.Protocol;
import io.posthouse.relay.translation.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.assertj.core.api.Assertions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A translator for tests, and short ways to ask it. */
final class Hub {

  static final ReasoningEnvelope ENVELOPE = new ReasoningEnvelope(new TestSeal());

  private Hub() {}

  /** Authenticates by HMAC. */
  private static final class TestSeal implements ReasoningEnvelope.Seal {
    @Override
    public byte[] seal(byte[] plain) {
      byte[] mac = mac(plain);
      byte[] sealed = Arrays.copyOf(mac, mac.length + plain.length);
      System.arraycopy(plain, 0, sealed, mac.length, plain.length);
      return sealed;
    }

    @Override
    public byte[] open(byte[] sealed) {
      if (sealed.length < 32) {
        return null;
      }
      byte[] plain = Arrays.copyOfRange(sealed, 32, sealed.length);
      return Arrays.equals(mac(plain), Arrays.copyOf(sealed, 32)) ? plain : null;
    }

    private static byte[] mac(byte[] plain) {
      try {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("a key for tests".getBytes(StandardCharsets.UTF_8), "HMAC"));
        return mac.doFinal(plain);
      } catch (GeneralSecurityException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
  }

  static Translator translator() {
    AtomicInteger ids = new AtomicInteger();
    return new HubTranslator(
        Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC),
        ENVELOPE,
        () -> "id" + ids.incrementAndGet());
  }

  static String model(Protocol protocol) {
    return switch (protocol) {
      case MESSAGES -> "claude-opus-5";
      case CHAT, RESPONSES -> "gpt-5.6";
      case GEMINI -> "gemini-3-pro";
    };
  }

  static String family(Protocol protocol) {
    return switch (protocol) {
      case MESSAGES -> "anthropic";
      case CHAT, RESPONSES -> "openai:acct";
      case GEMINI -> "google";
    };
  }

  static Target target(Protocol protocol) {
    return target(protocol, model(protocol));
  }

  static Target target(Protocol protocol, String model) {
    return Target.of(
        protocol, model, ModelTraits.byName(protocol, model, 32_000), family(protocol));
  }

  static Translation call(Protocol client, Target target, String body) {
    return call(client, target, body, false);
  }

  static Translation call(Protocol client, Target target, String body, boolean stream) {
    return translator()
        .read(ClientCall.of(client, "asked-model", stream, body.getBytes(StandardCharsets.UTF_8)))
        .to(target);
  }

  static Translation call(Protocol client, Protocol upstream, String body) {
    return call(client, target(upstream), body);
  }

  /** The upstream's request. */
  static ObjectNode up(Protocol client, Protocol upstream, String body) {
    return json(call(client, upstream, body).body());
  }

  /** The field that is refused. */
  static String refused(Protocol client, Protocol upstream, String body) {
    return Assertions.catchThrowableOfType(
            BadRequestException.class, () -> call(client, upstream, body))
        .field();
  }

  static ObjectNode json(byte[] bytes) {
    return Json.answer(bytes, 0, bytes.length);
  }

  static ObjectNode json(String text) {
    return json(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A small request in a client's words. */
  static String hello(Protocol client) {
    return switch (client) {
      case MESSAGES ->
          """
          {"model":"asked-model","max_tokens":100,"messages":[{"role":"user","content":"Hi"}]}\
          """;
      case CHAT ->
          """
          {"model":"asked-model","messages":[{"role":"user","content":"Hi"}]}\
          """;
      case RESPONSES ->
          """
          {"model":"asked-model","input":"Hi"}\
          """;
      case GEMINI ->
          """
          {"contents":[{"role":"user","parts":[{"text":"Hi"}]}]}\
          """;
    };
  }

  /** The same, with a field or more beside it. */
  static String hello(Protocol client, String more) {
    String hello = hello(client);
    return hello.substring(0, hello.lastIndexOf('}')) + "," + more + "}";
  }

  /** A client's whole answer made of an upstream's. */
  static ObjectNode whole(Protocol client, Protocol upstream, String answer) {
    return json(
        call(client, upstream, hello(client))
            .whole(answer.getBytes(StandardCharsets.UTF_8))
            .body());
  }

  /** A stream that begins. */
  static StreamTranslation stream(Protocol client, Protocol upstream) {
    return call(client, target(upstream), hello(client), true).stream();
  }

  /** All that a client hears of an upstream's stream. */
  static String streamed(Protocol client, Protocol upstream, String stream) {
    return heard(stream(client, upstream), stream.getBytes(StandardCharsets.UTF_8), 1 << 20);
  }

  /** All that a client hears, fed in pieces of that size, errors included. */
  static String heard(StreamTranslation translation, byte[] stream, int piece) {
    StringBuilder heard = new StringBuilder();
    for (int from = 0; from < stream.length; from += piece) {
      int size = Math.min(piece, stream.length - from);
      heard.append(text(translation.feed(Unpooled.wrappedBuffer(stream, from, size))));
    }
    heard.append(text(translation.end()));
    if (translation.phase() == StreamTranslation.Phase.COMPLETE) {
      heard.append(text(translation.terminal()));
    } else {
      heard.append(text(translation.broken(translation.failure(), "req_1")));
    }
    return heard.toString();
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The data of a stream's events; what is no JSON is left out. */
  static List<JsonNode> events(String stream) {
    List<JsonNode> events = new ArrayList<>();
    for (String line : stream.split("\n", -1)) {
      if (line.startsWith("data: {")) {
        events.add(json(line.substring(6)));
      }
    }
    return events;
  }
}
