package io.posthouse.relay.translation.stream;

import io.posthouse.relay.protocol.Refusal;
import io.posthouse.relay.translation.UnreadableAnswerException;
import io.posthouse.relay.translation.json.Json;
import io.posthouse.relay.translation.neutral.Opaque;
import io.posthouse.relay.translation.neutral.ReplyEvent;
import io.posthouse.relay.translation.neutral.ReplyEvent.Block;
import io.posthouse.relay.translation.neutral.TokenUsage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * Puts blocks that may grow side by side into a row (protocols.md 4.5, step 3): the first flows,
 * others are kept until their turn, tools among themselves in order of their keys. A block that
 * never had anything to say does not appear, unless it is a tool.
 */
public final class Sequencer {

  /** The most that is kept, in characters. */
  static final int MOST_KEPT = 32 * 1024 * 1024;

  private final Consumer<ReplyEvent> out;
  private final List<Waiting> row = new ArrayList<>();
  private final Map<Integer, Waiting> open = new HashMap<>();
  private int kept;
  private boolean begun;
  private boolean hasContent;
  private ReplyEvent.@Nullable Finish finished;
  private @Nullable Refusal failed;
  private int nextProse = -1;
  private @Nullable Block prose;

  private static final class Waiting {
    final int key;
    final Block block;
    final StringBuilder text = new StringBuilder();
    @Nullable ArrayNode logprobs;
    boolean opened;
    boolean closed;
    @Nullable Opaque opaque;

    Waiting(int key, Block block) {
      this.key = key;
      this.block = block;
    }
  }

  /** Events go there, as they may be said. */
  public Sequencer(Consumer<ReplyEvent> out) {
    this.out = out;
  }

  /** The answer begins; a second time is ignored. */
  public void begin(String id, String model, @Nullable TokenUsage usage) {
    if (!begun) {
      begun = true;
      out.accept(new ReplyEvent.Begin(id, model, usage));
    }
  }

  /** A block begins; ignored if one of that key is open. Keys are {@literal >=} 0. */
  public void open(int key, Block block) {
    endProse(null);
    add(key, block);
  }

  private void add(int key, Block block) {
    if (isOver() || open.containsKey(key)) {
      return;
    }
    begin("", "", null);
    Waiting added = new Waiting(key, block);
    open.put(key, added);
    int at = row.size();
    while (at > 1 && goesBefore(added, row.get(at - 1))) {
      at--;
    }
    row.add(at, added);
    if (at == 0) {
      show(added);
    }
  }

  private static boolean goesBefore(Waiting added, Waiting other) {
    return added.block instanceof Block.Tool
        && other.block instanceof Block.Tool
        && other.key > added.key;
  }

  /** A block grows; ignored if it is not open. */
  public void delta(int key, String text, @Nullable JsonNode logprobs) {
    Waiting block = open.get(key);
    if (isOver() || block == null || text.isEmpty()) {
      return;
    }
    if (row.getFirst() == block) {
      appear(block);
      out.accept(new ReplyEvent.Delta(text, logprobs));
      return;
    }
    kept += text.length();
    if (kept > MOST_KEPT) {
      throw new UnreadableAnswerException("more parallel content than can be kept");
    }
    block.text.append(text);
    if (logprobs instanceof ArrayNode more) {
      if (block.logprobs == null) {
        block.logprobs = Json.array();
      }
      block.logprobs.addAll(more);
    }
  }

  /** A block ends; ignored if it is not open. */
  public void close(int key, @Nullable Opaque opaque) {
    Waiting block = open.remove(key);
    if (isOver() || block == null) {
      return;
    }
    block.closed = true;
    block.opaque = opaque;
    while (!row.isEmpty() && row.getFirst().closed) {
      end(row.removeFirst());
      if (!row.isEmpty()) {
        show(row.getFirst());
      }
    }
  }

  private void show(Waiting block) {
    if (block.block instanceof Block.Tool || !block.text.isEmpty()) {
      appear(block);
    }
    if (!block.text.isEmpty()) {
      out.accept(new ReplyEvent.Delta(block.text.toString(), block.logprobs));
      kept -= block.text.length();
      block.text.setLength(0);
      block.text.trimToSize();
    }
  }

  private void appear(Waiting block) {
    if (!block.opened) {
      block.opened = true;
      hasContent = true;
      out.accept(new ReplyEvent.Open(block.block));
    }
  }

  private void end(Waiting block) {
    if (block.opaque != null) {
      appear(block);
    }
    if (block.opened) {
      out.accept(new ReplyEvent.Close(block.opaque));
    }
  }

  /** Whether a block of that key is open. */
  public boolean isOpen(int key) {
    return open.containsKey(key);
  }

  /** Text of a protocol that tells no blocks apart: goes on where text was last, or begins anew. */
  public void text(String text, @Nullable JsonNode logprobs) {
    prose(new Block.Text(), text, logprobs);
  }

  /** The same for reasoning. */
  public void thinking(String text) {
    prose(new Block.Thinking(), text, null);
  }

  /** The same for a refusal. */
  public void refusal(String text) {
    prose(new Block.Refusal(), text, null);
  }

  private void prose(Block block, String text, @Nullable JsonNode logprobs) {
    if (text.isEmpty()) {
      return;
    }
    if (!block.equals(prose)) {
      endProse(null);
      add(nextProse, block);
      prose = block;
    }
    delta(nextProse, text, logprobs);
  }

  /** Ends such a block. */
  public void endProse(@Nullable Opaque opaque) {
    if (prose != null) {
      prose = null;
      close(nextProse--, opaque);
    }
  }

  /** A block of reasoning that has nothing to show; whatever is open ends first if it is prose. */
  public void opaque(Opaque opaque) {
    endProse(null);
    add(nextProse, new Block.Thinking());
    close(nextProse--, opaque);
  }

  /** Ends every open block, in order, as if the upstream had. */
  public void closeAll() {
    endProse(null);
    while (!row.isEmpty()) {
      close(row.getFirst().key, null);
    }
  }

  /** The answer ends as it should. */
  public void finish(ReplyEvent.Finish finish) {
    if (isOver()) {
      return;
    }
    begin("", "", null);
    closeAll();
    finished = finish;
  }

  /** The upstream says that it failed. */
  public void fail(Refusal why) {
    if (!isOver()) {
      failed = why;
    }
  }

  /** Whether the end was told, either way. */
  public boolean isOver() {
    return finished != null || failed != null;
  }

  /** Whether anything of an answer was said. */
  public boolean hasContent() {
    return hasContent;
  }

  /** How it ended; null before, and if it failed. */
  public ReplyEvent.@Nullable Finish finished() {
    return finished;
  }

  /** Why it failed; null if it did not. */
  public @Nullable Refusal failed() {
    return failed;
  }
}
