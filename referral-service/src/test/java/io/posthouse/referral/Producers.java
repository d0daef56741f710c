package io.posthouse.referral;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The producers' own samples, with other people in them. */
final class Producers {

  private static final JsonMapper json = JsonMapper.builder().build();

  private Producers() {}

  static ObjectNode registered(
      UUID account, @Nullable String code, @Nullable String device, @Nullable String network) {
    ObjectNode event = sample("auth-service", "account-registered.v1");
    event.put("accountId", account.toString());
    put(event, "invitationCode", code);
    put(event, "device", device);
    put(event, "network", network);
    return event;
  }

  private static void put(ObjectNode event, String field, @Nullable String value) {
    if (value == null) {
      event.remove(field);
    } else {
      event.put(field, value);
    }
  }

  static ObjectNode statusChanged(UUID account, String status) {
    ObjectNode event = sample("auth-service", "account-status-changed.v1");
    return event.put("accountId", account.toString()).put("status", status);
  }

  static ObjectNode topUpPaid(UUID account, UUID topUp, String creditedUsd, boolean first) {
    ObjectNode event = sample("billing-service", "top-up-paid.v1");
    event.put("accountId", account.toString()).put("topUpId", topUp.toString()).put("first", first);
    ((ObjectNode) event.get("credited")).put("amount", creditedUsd);
    return event;
  }

  static ObjectNode topUpRefunded(UUID account, UUID topUp) {
    ObjectNode event = sample("billing-service", "top-up-refunded.v1");
    return event.put("accountId", account.toString()).put("topUpId", topUp.toString());
  }

  static ObjectNode topUpRefunded(UUID account, UUID topUp, UUID refund) {
    return topUpRefunded(account, topUp).put("refundId", refund.toString());
  }

  static ObjectNode topUpRestored(UUID account, UUID topUp, UUID refund) {
    ObjectNode event = sample("billing-service", "top-up-restored.v1");
    return event
        .put("accountId", account.toString())
        .put("topUpId", topUp.toString())
        .put("refundId", refund.toString());
  }

  private static ObjectNode sample(String producer, String event) {
    Path file = Path.of("..", producer, "contracts", "events", event + ".sample.json");
    try {
      JsonNode read = json.readTree(Files.readString(file));
      return (ObjectNode) read;
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }
}
