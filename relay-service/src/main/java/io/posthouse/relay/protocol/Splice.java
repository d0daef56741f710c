package io.posthouse.relay.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The few bytes of a body that may be exchanged (I1): the model's name, for streamed Chat calls the
 * request for a usage chunk, reasoning of our own sealing, which its provider could not read, and a
 * limit on output where the client set none and its wallet does not cover the model's. All others
 * stay the very bytes that came, in place: nothing is copied.
 */
public final class Splice {

  private static final byte[] USAGE_PLEASE =
      "\"stream_options\":{\"include_usage\":true},".getBytes(StandardCharsets.UTF_8);
  private static final byte[] NOTHING = {};
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private record Edit(int start, int end, byte[] bytes) {}

  private Splice() {}

  /**
   * The body as an upstream gets it.
   *
   * @param body the client's; stays its owner's
   * @param upstreamModel what the upstream calls the model
   * @param askForUsage whether a usage chunk must be asked for
   * @param cap the limit on output to put in; null for none
   * @return to be released by the caller; shares the body's memory
   */
  public static ByteBuf body(
      ByteBufAllocator allocator,
      ByteBuf body,
      ModelCall call,
      String upstreamModel,
      boolean askForUsage,
      @Nullable Long cap) {
    List<Edit> edits = new ArrayList<>(2);
    ModelCall.Span model = call.modelValue();
    if (model != null && !upstreamModel.equals(call.model())) {
      String name = call.surface().modelInPath() ? "models/" + upstreamModel : upstreamModel;
      edits.add(new Edit(model.start(), model.end(), JSON.writeValueAsBytes(name)));
    }
    if (askForUsage) {
      ModelCall.StreamOptions options = call.streamOptions();
      edits.add(
          options == null
              ? new Edit(call.root() + 1, call.root() + 1, USAGE_PLEASE)
              : new Edit(options.span().start(), options.span().end(), options.withUsage()));
    }
    edits.addAll(withoutForeign(body, call));
    edits.addAll(capped(call, cap));
    return edited(allocator, body, edits);
  }

  /**
   * The body as it is to be translated: with a limit on output.
   *
   * @param cap null for none
   * @return to be released by the caller; shares the body's memory
   */
  public static ByteBuf capped(
      ByteBufAllocator allocator, ByteBuf body, ModelCall call, @Nullable Long cap) {
    return edited(allocator, body, capped(call, cap));
  }

  private static List<Edit> withoutForeign(ByteBuf body, ModelCall call) {
    List<Edit> edits = new ArrayList<>(0);
    List<ModelCall.Span> gone = new ArrayList<>(0);
    for (ModelCall.Foreign foreign : call.hints().foreignReasoning()) {
      ModelCall.Span span = foreign.span();
      String instead = foreign.instead();
      if (instead == null) {
        gone.add(span);
      } else {
        byte[] bytes = instead.getBytes(StandardCharsets.UTF_8);
        edits.add(new Edit(span.start(), span.end(), bytes));
      }
    }
    for (ModelCall.Span span : Removals.withCommas(body, gone)) {
      edits.add(new Edit(span.start(), span.end(), NOTHING));
    }
    return edits;
  }

  private static List<Edit> capped(ModelCall call, @Nullable Long cap) {
    ModelCall.CapPlace place = call.bounds().capPlace();
    if (cap == null || place == null) {
      return List.of();
    }
    byte[] bytes = (place.before() + cap + place.after()).getBytes(StandardCharsets.UTF_8);
    return List.of(new Edit(place.span().start(), place.span().end(), bytes));
  }

  private static ByteBuf edited(ByteBufAllocator allocator, ByteBuf body, List<Edit> all) {
    if (all.isEmpty()) {
      return body.retainedDuplicate();
    }
    List<Edit> edits = new ArrayList<>(all);
    edits.sort(Comparator.comparingInt(Edit::start));
    CompositeByteBuf spliced = allocator.compositeBuffer(2 * edits.size() + 1);
    int from = body.readerIndex();
    int at = from;
    for (Edit edit : edits) {
      add(spliced, body, at, from + edit.start());
      spliced.addComponent(true, Unpooled.wrappedBuffer(edit.bytes()));
      at = from + edit.end();
    }
    add(spliced, body, at, body.writerIndex());
    return spliced;
  }

  private static void add(CompositeByteBuf spliced, ByteBuf body, int from, int to) {
    if (to > from) {
      spliced.addComponent(true, body.retainedSlice(from, to - from));
    }
  }
}
