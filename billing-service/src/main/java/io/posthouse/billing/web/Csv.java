package io.posthouse.billing.web;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** Exports of lists as CSV (RFC 4180), where a request accepts {@code text/csv}. */
public final class Csv {

  /** The most rows of one export. */
  public static final int MAXIMUM_ROWS = 10_000;

  private Csv() {}

  /** Whether a request asks for CSV rather than JSON. */
  public static boolean isWanted(@Nullable String accept) {
    return accept != null && accept.contains("text/csv");
  }

  /** A column: its name, and what of a row stands in it; null is an empty field. */
  public record Column<T>(String name, Function<T, @Nullable Object> value) {}

  /** Rows as a CSV answer. */
  public static <T> ResponseEntity<Object> of(List<T> rows, List<Column<T>> columns) {
    StringBuilder csv = new StringBuilder();
    line(csv, columns.stream().map(Column::name));
    for (T row : rows) {
      line(csv, columns.stream().map(column -> field(column.value().apply(row))));
    }
    return ResponseEntity.ok()
        .contentType(new MediaType("text", "csv", java.nio.charset.StandardCharsets.UTF_8))
        .body(csv.toString());
  }

  private static void line(StringBuilder csv, Stream<String> fields) {
    csv.append(fields.collect(Collectors.joining(","))).append("\r\n");
  }

  /**
   * Quoted where it must be; a text that a spreadsheet would run as a formula gets a quote in
   * front.
   */
  private static String field(@Nullable Object value) {
    String text = value == null ? "" : value.toString();
    if (!text.isEmpty() && "=+@".indexOf(text.charAt(0)) >= 0) {
      text = "'" + text;
    }
    return text.matches("(?s).*[\",\r\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
