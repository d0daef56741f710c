package io.posthouse.billing.rows;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.PreparedStatementSetter;

/**
 * Rows as PostgreSQL's {@code unnest} takes them: an array for each column, which are a statement's
 * only parameters, in their order. {@code insert into t (a, b) select * from unnest(?, ?)}.
 *
 * <p>Values go over as text, so that every type has one way: numbers, UUIDs, ISO 8601 dates and
 * instants, strings, booleans. Not thread-safe.
 */
public final class RowArrays implements PreparedStatementSetter {

  private final List<String> types;
  private final List<@Nullable Object[]> rows = new ArrayList<>();

  private RowArrays(List<String> types) {
    this.types = types;
  }

  /** No rows yet, of columns of these types, by PostgreSQL's names. */
  public static RowArrays of(String... types) {
    return new RowArrays(List.of(types));
  }

  /**
   * One more row.
   *
   * @param values one for each column
   * @throws IllegalArgumentException if they are more or fewer
   */
  public void add(@Nullable Object... values) {
    if (values.length != types.size()) {
      throw new IllegalArgumentException(
          "values: " + values.length + " (expected: " + types.size() + ")");
    }
    rows.add(values);
  }

  /** How many rows there are. */
  public int size() {
    return rows.size();
  }

  @Override
  public void setValues(PreparedStatement statement) throws SQLException {
    for (int column = 0; column < types.size(); column++) {
      statement.setArray(
          column + 1, statement.getConnection().createArrayOf(types.get(column), column(column)));
    }
  }

  private @Nullable String[] column(int column) {
    @Nullable String[] values = new String[rows.size()];
    for (int row = 0; row < values.length; row++) {
      Object value = rows.get(row)[column];
      values[row] = value == null ? null : value.toString();
    }
    return values;
  }
}
