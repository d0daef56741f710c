package io.posthouse.notification.delivery;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** A way to a person. */
enum Way {
  IN_SITE,
  EMAIL;

  @JsonValue
  String wire() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
