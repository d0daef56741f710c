package io.posthouse.web;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list, as every list of the API answers.
 *
 * @param nextCursor what {@code ?cursor=} takes for the next page; null on the last one
 */
public record Items<T>(List<T> items, @Nullable String nextCursor) {

  /** A list that is whole. */
  public static <T> Items<T> all(List<T> items) {
    return new Items<>(List.copyOf(items), null);
  }

  /**
   * A page, out of up to {@code limit + 1} rows: the extra one only shows that there is more.
   *
   * @param cursor makes the cursor out of the page's last item
   */
  public static <T> Items<T> page(List<T> rows, int limit, Function<T, String> cursor) {
    if (rows.size() <= limit) {
      return all(rows);
    }
    List<T> page = List.copyOf(rows.subList(0, limit));
    return new Items<>(page, Cursor.encode(cursor.apply(page.getLast())));
  }
}
