package io.posthouse.relay.translation.anthropic;

import io.posthouse.relay.translation.ModelTraits;
import io.posthouse.relay.translation.neutral.Conversation;
import io.posthouse.relay.translation.neutral.Field;
import io.posthouse.relay.translation.neutral.Reasoning;
import io.posthouse.relay.translation.neutral.ToolChoice;
import io.posthouse.relay.translation.spoke.Writing;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** How a Claude model is asked to think (protocols.md 4.2, reasoning_effort). */
final class ThinkingSetting {

  private static final long LEAST = 1024;

  private ThinkingSetting() {}

  /**
   * Writes it.
   *
   * @param lacksThinking whether the running turn called tools without reasoning that could be sent
   *     back, which a model with a budget refuses
   * @return whether the model is asked to think
   */
  static boolean write(
      ObjectNode body, Conversation asked, Writing writing, long maxTokens, boolean lacksThinking) {
    Field<Reasoning> reasoning = asked.manner().reasoning();
    if (reasoning == null) {
      return false;
    }
    ModelTraits.Thinking way = writing.target().traits().thinking();
    if (reasoning.value() instanceof Reasoning.Off) {
      if (way == ModelTraits.Thinking.ADAPTIVE) {
        body.putObject("thinking").put("type", "disabled");
      }
      return false;
    }
    boolean adaptive = way == ModelTraits.Thinking.ADAPTIVE;
    long budget = adaptive ? 0 : budget(reasoning.value(), maxTokens);
    boolean impossible = !adaptive && (budget < LEAST || lacksThinking);
    if (way == ModelTraits.Thinking.NONE || impossible) {
      writing.drop(reasoning);
      return false;
    }
    Field<ToolChoice> choice = asked.tooling().choice();
    if (choice != null && choice.value().forces()) {
      throw writing.bad(choice.path(), "cannot force a tool while the model is asked to think");
    }
    if (adaptive) {
      body.putObject("thinking").put("type", "adaptive");
      if (!(reasoning.value() instanceof Reasoning.Adaptive)) {
        body.withObject("/output_config").put("effort", word(reasoning.value().level()));
      }
    } else {
      body.putObject("thinking").put("type", "enabled").put("budget_tokens", budget);
    }
    return true;
  }

  private static String word(Reasoning.Level level) {
    return level == Reasoning.Level.MINIMAL ? "low" : level.name().toLowerCase(Locale.ROOT);
  }

  private static long budget(Reasoning reasoning, long maxTokens) {
    long asked =
        reasoning instanceof Reasoning.Budget(long tokens)
            ? Math.max(LEAST, tokens)
            : switch (reasoning.level()) {
              case MINIMAL, LOW -> 1024;
              case MEDIUM -> 2048;
              case HIGH, XHIGH, MAX -> 4096;
            };
    return Math.min(asked, maxTokens - 1);
  }
}
