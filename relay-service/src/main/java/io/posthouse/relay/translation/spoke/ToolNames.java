package io.posthouse.relay.translation.spoke;

import io.posthouse.relay.translation.json.Json;
import io.posthouse.relay.translation.neutral.Opaque;
import io.posthouse.relay.translation.neutral.ReplyEvent;
import io.posthouse.relay.translation.neutral.ReplyEvent.Block;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Names of tools as the upstream hears them, and back (protocols.md 4.1). A custom tool that had to
 * become a function gives its input as it is again. One per attempt.
 */
public final class ToolNames {

  /** The one argument of a function that stands for a custom tool. */
  public static final String INPUT = "input";

  private final Map<String, String> originals = new HashMap<>();
  private final Set<String> wrapped = new HashSet<>();

  /** The name for the upstream. */
  public String up(String name) {
    String safe = CallIds.safeName(name);
    if (!safe.equals(name)) {
      originals.put(safe, name);
    }
    return safe;
  }

  /** Notes that a custom tool goes up as a function. */
  public void wrap(String name) {
    wrapped.add(name);
  }

  /** A custom tool's input as the arguments of the function that stands for it. */
  public static ObjectNode wrapped(String input) {
    return Json.object().put(INPUT, input);
  }

  /** Puts the client's names back into an answer. */
  public Consumer<ReplyEvent> restoring(Consumer<ReplyEvent> out) {
    return new Restoring(out);
  }

  private final class Restoring implements Consumer<ReplyEvent> {
    private final Consumer<ReplyEvent> out;
    private @Nullable StringBuilder held;

    Restoring(Consumer<ReplyEvent> out) {
      this.out = out;
    }

    @Override
    public void accept(ReplyEvent event) {
      switch (event) {
        case ReplyEvent.Open open when open.block() instanceof Block.Tool tool -> open(tool);
        case ReplyEvent.Delta delta when held != null -> held.append(delta.text());
        case ReplyEvent.Close close when held != null -> close(held.toString(), close.opaque());
        default -> out.accept(event);
      }
    }

    private void open(Block.Tool tool) {
      String name = originals.getOrDefault(tool.name(), tool.name());
      boolean unwrap = !tool.custom() && wrapped.contains(name);
      held = unwrap ? new StringBuilder() : null;
      out.accept(
          new ReplyEvent.Open(
              new Block.Tool(CallIds.safe(tool.id()), name, tool.custom() || unwrap)));
    }

    private void close(String arguments, @Nullable Opaque opaque) {
      held = null;
      ObjectNode object = Json.object(arguments);
      JsonNode input = object == null ? null : object.get(INPUT);
      String text = input != null && input.isString() ? input.stringValue() : arguments;
      if (!text.isEmpty()) {
        out.accept(new ReplyEvent.Delta(text, null));
      }
      out.accept(new ReplyEvent.Close(opaque));
    }
  }
}
