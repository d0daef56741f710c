package io.posthouse.relay.caller;

import io.posthouse.trust.SignatureException;
import io.posthouse.trust.SignedHeader;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads and checks the caller header. Thread-safe. */
public final class CallerCheck {

  private final SignedHeader header;
  private final InstantSource realTime;
  private final JsonMapper json = JsonMapper.builder().build();

  /**
   * @param realTime not the business clock: a header's life is real time
   */
  public CallerCheck(SignedHeader header, InstantSource realTime) {
    this.header = header;
    this.realTime = realTime;
  }

  /**
   * The caller.
   *
   * @param value the header as received; null when it was missing
   * @throws SignatureException when it must not be believed
   */
  public Caller verify(@Nullable String value, String method, String path) {
    Caller caller = read(header.verify(value));
    if (caller.exp() < realTime.instant().getEpochSecond()) {
      throw SignatureException.EXPIRED;
    }
    if (!caller.method().equals(method) || !caller.path().equals(path)) {
      throw SignatureException.WRONG;
    }
    return caller;
  }

  private Caller read(byte[] payload) {
    try {
      JsonNode node = json.readTree(payload);
      return new Caller(
          node.path("v").asInt(0),
          text(node, "requestId"),
          text(node, "keyId"),
          text(node, "accountId"),
          names(node.path("channels")),
          names(node.path("models")),
          spendLimit(node.path("spendLimit")),
          text(node, "method"),
          text(node, "path"),
          node.path("exp").asLong(0));
    } catch (JacksonException malformed) {
      throw SignatureException.MALFORMED;
    }
  }

  private static String text(JsonNode node, String name) {
    JsonNode value = node.path(name);
    if (!value.isString() || value.stringValue().isEmpty()) {
      throw SignatureException.MALFORMED;
    }
    return value.stringValue();
  }

  private static List<String> names(JsonNode list) {
    List<String> names = new ArrayList<>(list.size());
    for (JsonNode name : list) {
      names.add(name.asString(""));
    }
    return names;
  }

  private static Caller.@Nullable SpendLimit spendLimit(JsonNode limit) {
    if (!limit.isObject()) {
      return null;
    }
    JsonNode amount = limit.path("amount");
    return new Caller.SpendLimit(
        new Caller.Amount(text(amount, "amount"), text(amount, "currency")), text(limit, "period"));
  }
}
