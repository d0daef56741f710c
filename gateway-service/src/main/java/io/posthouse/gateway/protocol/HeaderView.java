package io.posthouse.gateway.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request's headers, whoever parsed them. Names are given in lower case. */
public interface HeaderView {

  /** Every value of a header, in order; empty when it is missing. */
  List<String> all(String name);

  /** The first value of a header, or null. */
  default @Nullable String first(String name) {
    List<String> values = all(name);
    return values.isEmpty() ? null : values.getFirst();
  }
}
