package io.posthouse.gateway.key;

import io.posthouse.gateway.protocol.Json;
import java.util.List;

/** Writes the part of the caller header's JSON that only the key decides. */
final class CallerClaims {

  private CallerClaims() {}

  /** {@code "keyId":…,"accountId":…,"channels":[…],"models":[…][,"spendLimit":{…}]}. */
  static String of(KnownKey key) {
    StringBuilder json = new StringBuilder(256);
    json.append("\"keyId\":");
    Json.string(json, key.keyId());
    json.append(",\"accountId\":");
    Json.string(json, key.accountId());
    json.append(",\"channels\":");
    list(json, key.channels());
    json.append(",\"models\":");
    list(json, key.models());
    SpendLimit limit = key.spendLimit();
    if (limit != null) {
      json.append(",\"spendLimit\":{\"amount\":{\"amount\":");
      Json.string(json, limit.amount());
      json.append(",\"currency\":");
      Json.string(json, limit.currency());
      json.append("},\"period\":");
      Json.string(json, limit.period());
      json.append('}');
    }
    return json.toString();
  }

  private static void list(StringBuilder json, List<String> values) {
    json.append('[');
    for (int i = 0; i < values.size(); i++) {
      if (i > 0) {
        json.append(',');
      }
      Json.string(json, values.get(i));
    }
    json.append(']');
  }
}
