package io.posthouse.relay.translation;

import io.posthouse.relay.protocol.Protocol;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What an upstream's model can be asked for.
 *
 * @param maxOutputTokens the cap where a protocol demands one and the client set none; {@literal >}
 *     0
 * @param thinking how it is asked to think
 * @param sampling whether it takes temperature, top_p and top_k
 * @param lateSystem whether a Messages model takes the role {@code system} inside the list
 */
public record ModelTraits(
    long maxOutputTokens, Thinking thinking, boolean sampling, boolean lateSystem) {

  /** How a model is asked to think. */
  public enum Thinking {
    /** It is not. */
    NONE,
    /** By a number of tokens (older Claude, Gemini 2.5). */
    BUDGET,
    /** It decides; an effort steers it (newer Claude). */
    ADAPTIVE,
    /** By OpenAI's effort. */
    EFFORT,
    /** By a level (Gemini 3). */
    LEVEL
  }

  /** What gateways put before a name: {@code openai/}, {@code us.anthropic.}, {@code models/}. */
  private static final Pattern PROVIDER =
      Pattern.compile("^(?:.*/)?(?:(?:[a-z]+\\.)?anthropic\\.)?");

  private static final Pattern OLD_CLAUDE =
      Pattern.compile("claude-(?:instant|1|2|3(?:-5|-opus|-sonnet|-haiku|\\.5)|3$).*");
  private static final Pattern BUDGET_CLAUDE =
      Pattern.compile(
          "claude-(?:3-7|3\\.7|(?:opus|sonnet|haiku)-4(?:-[0-5])?(?:$|-2|@|-latest)).*");
  private static final Pattern SAMPLING_CLAUDE =
      Pattern.compile("claude-(?:(?:opus|sonnet)-4-6|haiku-4).*");
  private static final Pattern REASONING_GPT = Pattern.compile("(?:o[1-9]|gpt-[5-9]|codex).*");
  private static final Pattern TAKES_EFFORT = Pattern.compile("(?:gpt-oss|grok-[3-9]).*");

  public ModelTraits {
    if (maxOutputTokens <= 0) {
      throw new IllegalArgumentException(
          "maxOutputTokens: " + maxOutputTokens + " (expected: > 0)");
    }
  }

  /** What the provider's naming tells about a model. */
  public static ModelTraits byName(Protocol protocol, String model, long maxOutputTokens) {
    String name = PROVIDER.matcher(model.toLowerCase(Locale.ROOT)).replaceFirst("");
    return switch (protocol) {
      case MESSAGES -> claude(name, maxOutputTokens);
      case CHAT, RESPONSES -> gpt(name, maxOutputTokens);
      case GEMINI -> gemini(name, maxOutputTokens);
    };
  }

  private static ModelTraits claude(String name, long max) {
    if (!name.startsWith("claude") || OLD_CLAUDE.matcher(name).matches()) {
      return new ModelTraits(max, Thinking.NONE, true, false);
    }
    if (BUDGET_CLAUDE.matcher(name).matches()) {
      return new ModelTraits(max, Thinking.BUDGET, true, false);
    }
    boolean sampling = SAMPLING_CLAUDE.matcher(name).matches();
    return new ModelTraits(max, Thinking.ADAPTIVE, sampling, !sampling);
  }

  private static ModelTraits gpt(String name, long max) {
    boolean reasons = REASONING_GPT.matcher(name).matches();
    // Compatibles that do not know the field may refuse it, so it is sent where it is known.
    boolean effort = reasons || TAKES_EFFORT.matcher(name).matches();
    return new ModelTraits(max, effort ? Thinking.EFFORT : Thinking.NONE, !reasons, false);
  }

  private static ModelTraits gemini(String name, long max) {
    Thinking thinking =
        name.startsWith("gemini-2.5")
            ? Thinking.BUDGET
            : name.startsWith("gemini-1") || name.startsWith("gemini-2") || name.startsWith("gemma")
                ? Thinking.NONE
                : Thinking.LEVEL;
    return new ModelTraits(max, thinking, true, false);
  }
}
