package io.posthouse.simulator;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The control endpoint: for tests, and on the loopback address only unless somebody configured it
 * otherwise.
 */
final class Control {

  private static final JsonMapper JSON = Dialect.JSON;

  private final Faults faults;
  private final CallLog calls;

  Control(Faults faults, CallLog calls) {
    this.faults = faults;
    this.calls = calls;
  }

  private record Order(@Nullable String model, @Nullable String fault, @Nullable Integer times) {}

  List<Step> answer(String method, String path, byte[] body) {
    return switch (method + " " + path) {
      case "PUT /control/faults" -> order(body);
      case "GET /control/faults" -> Script.json(200, ordered());
      case "DELETE /control/faults" -> {
        faults.clear();
        yield Script.json(200, ordered());
      }
      case "GET /control/calls" -> Script.json(200, told());
      case "DELETE /control/calls" -> {
        calls.clear();
        yield Script.json(200, told());
      }
      default -> refuse(404, method + " " + path + ": no such control");
    };
  }

  private List<Step> order(byte[] body) {
    try {
      Order order = JSON.readValue(body, Order.class);
      String fault = order.fault();
      if (fault == null) {
        return refuse(400, "fault: missing");
      }
      faults.add(order.model(), Fault.named(fault), order.times());
      return Script.json(200, ordered());
    } catch (JacksonException malformed) {
      return refuse(400, "body: not understood (expected: {\"fault\", \"model\"?, \"times\"?})");
    } catch (IllegalArgumentException invalid) {
      return refuse(400, String.valueOf(invalid.getMessage()));
    }
  }

  private ObjectNode ordered() {
    return JSON.createObjectNode().put("orders", faults.size());
  }

  private ObjectNode told() {
    List<ReceivedCall> recent = calls.recent();
    ObjectNode told = JSON.createObjectNode().put("count", recent.size());
    recent.forEach(call -> told.withArray("items").add(JSON.<ObjectNode>valueToTree(call)));
    if (recent.isEmpty()) {
      told.putArray("items");
    }
    return told;
  }

  private static List<Step> refuse(int status, String message) {
    return Script.json(status, JSON.createObjectNode().put("error", message));
  }
}
