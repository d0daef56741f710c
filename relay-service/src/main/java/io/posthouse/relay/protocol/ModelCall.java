package io.posthouse.relay.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the relay reads out of a request. Offsets are positions in the body.
 *
 * @param model the name that was asked for
 * @param modelValue where the model's value stands, quotes included; null when it is not in the
 *     body
 * @param stream whether an event stream was asked for
 * @param outputCap the client's own limit on output tokens; null when it set none (or none that is
 *     a number)
 * @param choices how many answers were asked for; {@literal >=} 1
 * @param streamOptions where {@code stream_options} stands; null when it is absent
 * @param usageAskedFor whether the client itself wants the usage chunk (OpenAI)
 * @param root where the object begins
 * @param bytes the size of the whole body
 * @param bounds what else bounds its cost
 * @param hints what else matters for where the call may go
 */
public record ModelCall(
    Surface surface,
    String model,
    @Nullable Span modelValue,
    boolean stream,
    @Nullable Long outputCap,
    int choices,
    @Nullable StreamOptions streamOptions,
    boolean usageAskedFor,
    int root,
    int bytes,
    Bounds bounds,
    Hints hints) {

  /** The grammar of the call, and of every answer to it. */
  public Protocol protocol() {
    return surface.protocol();
  }

  /** In whose words errors are said. */
  public Dialect dialect() {
    return surface.protocol().dialect();
  }

  /**
   * What bounds a call's cost, beside the client's own limit on output.
   *
   * @param inputTokens the most input that it can have; {@link #OPEN} when that is not in the body
   * @param toolUses how often it can use hosted tools; 0 when it asks for none
   * @param capPlace where a limit on output can be put; null where the client set its own, or there
   *     is no place
   * @param input what the input can be beside text
   * @param output what the answer can be beside text
   */
  public record Bounds(
      long inputTokens, long toolUses, @Nullable CapPlace capPlace, Media input, Media output) {

    /** More than any model takes. */
    public static final long OPEN = Long.MAX_VALUE;

    /** Bounds of a call that is text alone. */
    public Bounds(long inputTokens, long toolUses, @Nullable CapPlace capPlace) {
      this(inputTokens, toolUses, capPlace, Media.NONE, Media.NONE);
    }
  }

  /** What there can be beside text, as far as it has prices of its own. */
  public record Media(boolean sound, boolean pictures) {

    /** Text alone. */
    public static final Media NONE = new Media(false, false);

    /** Anything. */
    public static final Media ANY = new Media(true, true);
  }

  /**
   * Where a limit on output goes.
   *
   * @param span what it replaces; empty where it is put between
   * @param before what stands before the number
   * @param after what stands behind it
   */
  public record CapPlace(Span span, String before, String after) {}

  /**
   * What decides where a call may go.
   *
   * @param session the client's own name of its conversation; null when the body has none
   * @param stateful the first field that means something only at the account which made it; null
   *     when there is none
   * @param encodingFormat of embeddings; null when the client set none
   * @param beginning what the conversation begins with, in the order in which it stands
   * @param foreignReasoning what holds reasoning that we sealed for another provider, in the order
   *     in which it stands: passed-through calls go without it
   */
  public record Hints(
      @Nullable String session,
      @Nullable String stateful,
      @Nullable String encodingFormat,
      List<Beginning> beginning,
      List<Foreign> foreignReasoning) {

    /** None. */
    public static final Hints NONE = new Hints(null, null, null, List.of(), List.of());

    public Hints {
      beginning = List.copyOf(beginning);
      foreignReasoning = List.copyOf(foreignReasoning);
    }
  }

  /**
   * A part of what the conversation begins with.
   *
   * @param list whether it is the list of messages, of which the first one counts
   */
  public record Beginning(Span span, boolean list) {}

  /**
   * A part of the body that another provider's reasoning stands in.
   *
   * @param span an element of a list or a member of an object, without its comma; or a value
   * @param instead JSON that stands there instead of a value; null when it goes, with its comma
   */
  public record Foreign(Span span, @Nullable String instead) {}

  /** A part of the body, from {@code start} up to but not including {@code end}. */
  public record Span(int start, int end) {}

  /**
   * The client's stream options.
   *
   * @param withUsage the same value, as JSON, with {@code include_usage} set
   */
  public record StreamOptions(Span span, byte[] withUsage) {}
}
