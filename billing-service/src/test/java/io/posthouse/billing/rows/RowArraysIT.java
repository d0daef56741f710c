package io.posthouse.billing.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posthouse.billing.OnRealServers;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

class RowArraysIT extends OnRealServers {

  @Autowired private JdbcTemplate jdbc;

  @Test
  void textComesBackAsItWentWhateverIsInIt() {
    // Given
    List<@Nullable String> texts =
        java.util.Arrays.asList(
            "plain",
            "",
            "NULL",
            null,
            "a,b",
            "{x}",
            "\"quoted\"",
            "it's",
            "back\\slash",
            "驿站",
            "\n");
    RowArrays rows = RowArrays.of("text", "integer");
    texts.forEach(text -> rows.add(text, rows.size()));

    // When
    List<@Nullable String> back =
        jdbc.query(
            "select t from unnest(?, ?) as r (t, n) order by n",
            rows,
            (row, n) -> row.getString("t"));

    // Then
    assertThat(back).isEqualTo(texts);
  }

  @Test
  void everyTypeComesBackExactly() {
    UUID id = UUID.randomUUID();
    Instant instant = Instant.parse("2026-11-23T01:02:03.456789Z");
    LocalDate day = LocalDate.of(2026, 2, 28);
    BigDecimal amount = new BigDecimal("12345678901234567890.0000000001");
    RowArrays rows = RowArrays.of("uuid", "timestamptz", "date", "numeric", "boolean", "bigint");
    rows.add(id, instant, day, amount, true, Long.MAX_VALUE);

    boolean same =
        jdbc.query(
                """
                select * from unnest(?, ?, ?, ?, ?, ?) as r (id, instant, day, amount, flag, number)
                """,
                rows,
                (row, n) ->
                    row.getObject("id", UUID.class).equals(id)
                        && row.getTimestamp("instant").toInstant().equals(instant)
                        && row.getObject("day", LocalDate.class).equals(day)
                        && row.getBigDecimal("amount").compareTo(amount) == 0
                        && row.getBoolean("flag")
                        && row.getLong("number") == Long.MAX_VALUE)
            .getFirst();

    assertThat(same).isTrue();
  }

  @Test
  void noRowsAreNoRows() {
    assertThat(
            jdbc.query(
                "select * from unnest(?) as r (id)", RowArrays.of("uuid"), (row, n) -> "a row"))
        .isEmpty();
  }

  @Test
  void refusesARowOfAnotherWidth() {
    assertThatThrownBy(() -> RowArrays.of("uuid", "text").add("only one"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: 2");
  }
}
