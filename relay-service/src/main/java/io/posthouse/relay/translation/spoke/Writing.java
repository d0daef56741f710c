package io.posthouse.relay.translation.spoke;

import io.posthouse.relay.protocol.BadRequestException;
import io.posthouse.relay.translation.ReasoningEnvelope;
import io.posthouse.relay.translation.Target;
import io.posthouse.relay.translation.json.Drops;
import io.posthouse.relay.translation.neutral.Field;
import io.posthouse.relay.translation.neutral.Opaque;
import io.posthouse.relay.translation.neutral.Part;
import org.jspecify.annotations.Nullable;

/**
 * What a writer of requests works with.
 *
 * @param stream whether the upstream is asked for a stream
 * @param fromMessages whether the client speaks Messages
 */
public record Writing(
    Target target,
    boolean stream,
    boolean fromMessages,
    ReasoningEnvelope envelope,
    ToolNames names,
    Drops drops) {

  /** Leaves a field out, if it is there. */
  public void drop(@Nullable Field<?> field) {
    if (field != null) {
      drops.drop(field.path());
    }
  }

  /** Refuses a field, if it is there. */
  public void refuse(@Nullable Field<?> field) {
    if (field != null) {
      throw refused(field.path());
    }
  }

  /** A complaint about a field that cannot go there. */
  public BadRequestException refused(String path) {
    return bad(path, "cannot be used with this model's provider");
  }

  /** A complaint. */
  public BadRequestException bad(String path, String message) {
    return new BadRequestException(path, path + ": " + message);
  }

  /** Reasoning that this upstream's family signed; null for anyone else's. */
  public @Nullable Opaque own(Part.Thinking thinking) {
    Opaque sealed = thinking.opaque();
    Opaque own = sealed == null ? null : envelope.open(sealed.data(), target.family());
    return own == null || own.data().isEmpty() ? null : own;
  }
}
