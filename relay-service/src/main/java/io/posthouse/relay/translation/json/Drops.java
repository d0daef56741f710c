package io.posthouse.relay.translation.json;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The client's fields that are left out, each named once. */
public final class Drops {

  private final Set<String> names = new LinkedHashSet<>();

  /** Leaves a field out. */
  public void drop(String name) {
    names.add(name);
  }

  /** What was left out, in the order it was found. */
  public List<String> names() {
    return new ArrayList<>(names);
  }
}
