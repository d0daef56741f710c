package io.posthouse.relay.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a key means by its bytes: nearly all of a body's keys mean nothing to us. Immutable.
 *
 * @param <T> what a key can mean
 */
final class KeyTable<T> {

  private final Map<String, T> byName;
  private final List<List<Word<T>>> byLength = new ArrayList<>();

  private record Word<T>(byte[] bytes, T meaning) {}

  KeyTable(Map<String, T> byName) {
    this.byName = new HashMap<>(byName);
    byName.forEach(
        (name, meaning) -> {
          while (byLength.size() <= name.length()) {
            byLength.add(new ArrayList<>(2));
          }
          byLength
              .get(name.length())
              .add(new Word<>(name.getBytes(StandardCharsets.UTF_8), meaning));
        });
  }

  /**
   * What the key that was read means; null when nothing.
   *
   * @param key its escapes as they came
   */
  @Nullable T of(Gathered key) {
    if (key.has((byte) '\\')) {
      return key.isTooLong() ? null : byName.get(key.text());
    }
    if (key.length() < byLength.size()) {
      for (Word<T> word : byLength.get(key.length())) {
        if (key.is(word.bytes())) {
          return word.meaning();
        }
      }
    }
    return null;
  }
}
