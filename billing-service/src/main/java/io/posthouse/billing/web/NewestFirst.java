package io.posthouse.billing.web;

import io.posthouse.web.Cursor;
import io.posthouse.web.Items;
import io.posthouse.web.ProblemException;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list that is sorted by id, newest first.
 *
 * @param size how many are shown
 * @param before only those before that one
 */
public record NewestFirst(int size, UUID before) {

  private static final UUID LATEST = new UUID(-1L, -1L);

  /**
   * What a request asks for.
   *
   * @throws ProblemException 400 for a limit out of range or a cursor that is not one of ours
   */
  public static NewestFirst of(@Nullable Integer limit, @Nullable String cursor) {
    int size = Cursor.limit(limit);
    String position = Cursor.decode(cursor);
    try {
      return new NewestFirst(size, position == null ? LATEST : UUID.fromString(position));
    } catch (IllegalArgumentException malformed) {
      throw ProblemException.badRequest(
          "cursor: malformed (expected: the nextCursor of the page before)");
    }
  }

  /** One more than is shown: whether there is another page. */
  public int fetch() {
    return size + 1;
  }

  /** The page, of what was fetched. */
  public <T> Items<T> items(List<T> fetched, Function<T, UUID> id) {
    return Items.page(fetched, size, each -> id.apply(each).toString());
  }
}
