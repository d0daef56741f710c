package io.posthouse.relay.usage;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a call ended. */
public enum End {
  COMPLETE,
  UPSTREAM_ERROR,
  CLIENT_ABORT,
  UPSTREAM_CUT,
  BALANCE,
  /** The relay died. */
  CRASH;

  /** The name in the event. */
  @JsonValue
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
