package io.posthouse.billing.usage;

/** By what usage is summed. */
public enum UsageGroup {
  /** The UTC day that the call began on. */
  DAY("to_char(day, 'YYYY-MM-DD')"),
  /** The requested model. */
  MODEL("model"),
  /** The API key. */
  KEY("key_id::text");

  private final String expression;

  UsageGroup(String expression) {
    this.expression = expression;
  }

  String expression() {
    return expression;
  }

  /**
   * The group of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static UsageGroup of(String name) {
    return switch (name) {
      case "day" -> DAY;
      case "model" -> MODEL;
      case "key" -> KEY;
      default ->
          throw new IllegalArgumentException("groupBy: " + name + " (expected: day, model or key)");
    };
  }
}
