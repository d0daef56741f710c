package io.posthouse.relay.caller;

import io.posthouse.trust.SignatureException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A caller header's content while it is read, token by token: every call has one, and a tree of it
 * would be thrown away at once. What is not known is passed over. Not thread-safe.
 */
final class Claims {

  private long version;
  private @Nullable String requestId;
  private @Nullable String keyId;
  private @Nullable String accountId;
  private List<String> channels = List.of();
  private List<String> models = List.of();
  private Caller.@Nullable SpendLimit spendLimit;
  private @Nullable String method;
  private @Nullable String path;
  private long exp;

  private Claims() {}

  /**
   * Reads them.
   *
   * @throws SignatureException when something that every call has is missing
   */
  static Caller of(JsonParser parser) {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw SignatureException.MALFORMED;
    }
    Claims claims = new Claims();
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      parser.nextToken();
      claims.take(name, parser);
    }
    return claims.caller();
  }

  private void take(String name, JsonParser parser) {
    switch (name) {
      case "v" -> version = number(parser);
      case "requestId" -> requestId = text(parser);
      case "keyId" -> keyId = text(parser);
      case "accountId" -> accountId = text(parser);
      case "channels" -> channels = names(parser);
      case "models" -> models = names(parser);
      case "spendLimit" -> spendLimit = limit(parser);
      case "method" -> method = text(parser);
      case "path" -> path = text(parser);
      case "exp" -> exp = number(parser);
      default -> parser.skipChildren();
    }
  }

  private Caller caller() {
    return new Caller(
        Math.clamp(version, 0, Integer.MAX_VALUE),
        needed(requestId),
        needed(keyId),
        needed(accountId),
        channels,
        models,
        spendLimit,
        needed(method),
        needed(path),
        exp);
  }

  private static long number(JsonParser parser) {
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
      return parser.getLongValue();
    }
    parser.skipChildren();
    return 0;
  }

  private static @Nullable String text(JsonParser parser) {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      return parser.getString();
    }
    parser.skipChildren();
    return null;
  }

  private static List<String> names(JsonParser parser) {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return List.of();
    }
    List<String> names = new ArrayList<>(2);
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      String name = text(parser);
      names.add(name == null ? "" : name);
    }
    return names;
  }

  private static Caller.@Nullable SpendLimit limit(JsonParser parser) {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return null;
    }
    Caller.Amount amount = null;
    String period = null;
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      parser.nextToken();
      switch (name) {
        case "amount" -> amount = amount(parser);
        case "period" -> period = text(parser);
        default -> parser.skipChildren();
      }
    }
    if (amount == null) {
      throw SignatureException.MALFORMED;
    }
    return new Caller.SpendLimit(amount, needed(period));
  }

  private static Caller.Amount amount(JsonParser parser) {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw SignatureException.MALFORMED;
    }
    String amount = null;
    String currency = null;
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      parser.nextToken();
      switch (name) {
        case "amount" -> amount = text(parser);
        case "currency" -> currency = text(parser);
        default -> parser.skipChildren();
      }
    }
    return new Caller.Amount(needed(amount), needed(currency));
  }

  private static String needed(@Nullable String value) {
    if (value == null || value.isEmpty()) {
      throw SignatureException.MALFORMED;
    }
    return value;
  }
}
