package io.posthouse.relay.translation.chat;

import io.posthouse.relay.translation.UnreadableAnswerException;
import io.posthouse.relay.translation.json.Json;
import io.posthouse.relay.translation.neutral.ReplyEvent.Block;
import io.posthouse.relay.translation.stream.JsonEnd;
import io.posthouse.relay.translation.stream.Sequencer;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Tool calls that come in fragments. A call appears once its id and name are known, and ends when
 * its arguments are a whole object, since Chat tells no end of its own.
 */
final class Calls {

  private static final int MOST_HELD = 1024 * 1024;

  private final Map<Integer, Call> byIndex = new HashMap<>();
  private int nextKey;

  private static final class Call {
    final int key;
    String id = "";
    String name = "";
    boolean custom;
    boolean opened;
    final StringBuilder held = new StringBuilder();
    final JsonEnd end = new JsonEnd();

    Call(int key) {
      this.key = key;
    }
  }

  /** Whether there were any. */
  boolean any() {
    return nextKey > 0;
  }

  /** A fragment. */
  void add(JsonNode fragment, int position, Sequencer out) {
    if (!fragment.isObject()) {
      throw new UnreadableAnswerException("a tool call that is no object");
    }
    JsonNode inside = fragment.path(fragment.path("custom").isObject() ? "custom" : "function");
    Call call = call(fragment, position, Json.textOrEmpty(inside, "name"), out);
    call.custom |= fragment.path("custom").isObject();
    String piece = Json.textOrEmpty(inside, call.custom ? "input" : "arguments");
    if (piece.isEmpty() && inside.path("arguments").isObject()) {
      piece = Json.text(inside.path("arguments"));
    }
    if (!call.opened) {
      call.held.append(piece);
      if (call.held.length() > MOST_HELD) {
        throw new UnreadableAnswerException("a tool call without a name");
      }
      if (call.id.isEmpty() || call.name.isEmpty()) {
        return;
      }
      piece = open(call, out);
    }
    feed(call, piece, out);
  }

  private Call call(JsonNode fragment, int position, String name, Sequencer out) {
    int told = Json.index(fragment, "index");
    int index = told < 0 ? position : told;
    String id = Json.textOrEmpty(fragment, "id");
    Call call = byIndex.get(index);
    boolean another = call != null && !id.isEmpty() && !call.id.isEmpty() && !id.equals(call.id);
    if (call == null || (another && !name.isEmpty())) {
      // Some compatibles number every call 0; a new id with a name is a new call.
      if (call != null) {
        end(call, out);
      }
      call = new Call(Math.max(index, nextKey));
      nextKey = call.key + 1;
      byIndex.put(index, call);
    }
    call.id = call.id.isEmpty() ? id : call.id;
    call.name = call.name.isEmpty() ? name : call.name;
    return call;
  }

  private static String open(Call call, Sequencer out) {
    call.opened = true;
    out.open(call.key, new Block.Tool(call.id, call.name, call.custom));
    String held = call.held.toString();
    call.held.setLength(0);
    return held;
  }

  private static void feed(Call call, String piece, Sequencer out) {
    out.delta(call.key, piece, null);
    if (!call.custom && call.end.feed(piece)) {
      out.close(call.key, null);
    }
  }

  private void end(Call call, Sequencer out) {
    if (!call.opened) {
      if (call.name.isEmpty()) {
        throw new UnreadableAnswerException("a tool call without a name");
      }
      if (call.id.isEmpty()) {
        call.id = "call_" + call.key;
      }
      feed(call, open(call, out), out);
    }
    out.close(call.key, null);
  }

  /** No more fragments come. */
  void finish(Sequencer out) {
    byIndex.values().stream()
        .sorted((a, b) -> Integer.compare(a.key, b.key))
        .forEach(call -> end(call, out));
    byIndex.clear();
  }
}
