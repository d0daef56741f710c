package io.posthouse.relay.metering;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Anthropic's counters (protocols.md 1.3). Cache writes of one hour are known from {@code
 * message_start} alone; a later, larger total adds to the 5-minute kind. With {@code iterations}
 * the sum of the passes counts instead of the top level, which leaves some of them out; a fallback
 * that produced nothing is not charged.
 */
final class AnthropicUsage extends Usage {

  private boolean reported;
  private long input;
  private long written;
  private long split5m = -1;
  private long split1h;
  private long read;
  private long output;
  private long thinking;
  private @Nullable Tokens passes;
  private Map<String, Tokens> byModel = Map.of();

  @Override
  void take(JsonNode usage) {
    if (!usage.isObject()) {
      return;
    }
    reported = true;
    input = Usage.count(usage, "input_tokens", input);
    written = Usage.count(usage, "cache_creation_input_tokens", written);
    read = Usage.count(usage, "cache_read_input_tokens", read);
    output = Usage.count(usage, "output_tokens", output);
    thinking = Usage.count(usage.path("output_tokens_details"), "thinking_tokens", thinking);
    JsonNode split = usage.path("cache_creation");
    if (split.isObject()) {
      split5m = Usage.count(split, "ephemeral_5m_input_tokens", Math.max(split5m, 0));
      split1h = Usage.count(split, "ephemeral_1h_input_tokens", split1h);
    }
    usage
        .path("server_tool_use")
        .forEachEntry(
            (name, value) -> {
              if (value.isIntegralNumber() && value.longValue() > 0) {
                tools().put(name, value.longValue());
              }
            });
    takeTier(usage.get("service_tier"));
    JsonNode iterations = usage.path("iterations");
    if (iterations.isArray() && !iterations.isEmpty()) {
      sum(iterations);
    }
  }

  private void sum(JsonNode iterations) {
    Tokens sum = Tokens.NONE;
    Map<String, Tokens> models = new LinkedHashMap<>();
    for (JsonNode pass : iterations) {
      boolean declined =
          pass.path("type").asString("").equals("fallback_message")
              && Usage.count(pass, "output_tokens", 0) == 0;
      if (!declined) {
        AnthropicUsage one = new AnthropicUsage();
        one.take(pass);
        one.takeModel(pass.get("model"));
        Tokens more = one.current();
        sum = sum.plus(more);
        String model = one.model();
        if (model != null) {
          models.merge(model, more, Tokens::plus);
        }
      }
    }
    passes = sum;
    byModel = models;
  }

  @Override
  Map<String, Tokens> byModel() {
    return byModel;
  }

  private Tokens current() {
    long splitSum = Math.max(split5m, 0) + split1h;
    if (splitSum > written) {
      return new Tokens(input, read, Math.max(split5m, 0), split1h, output, thinking);
    }
    long hour = Math.min(split1h, written);
    return new Tokens(input, read, written - hour, hour, output, thinking);
  }

  @Override
  @Nullable Tokens tokens() {
    if (!reported) {
      return null;
    }
    return passes != null ? passes : current();
  }
}
