package io.posthouse.billing.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** Exports of lists as CSV (RFC 4180), where a request accepts {@code text/csv}. */
public final class Csv {

  /** The most rows of an export that is made in memory. */
  public static final int MAXIMUM_ROWS = 10_000;

  /** The most rows of an export that is written as it is read: a customer's busy year. */
  public static final int MAXIMUM_STREAMED_ROWS = 2_000_000;

  private static final MediaType TYPE = new MediaType("text", "csv", StandardCharsets.UTF_8);

  private static final Logger log = LoggerFactory.getLogger(Csv.class);

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
    return ResponseEntity.ok().contentType(TYPE).body(csv.toString());
  }

  /**
   * Writes rows as they come. A failure on the way ends in a line that says so: what was written
   * before it cannot be taken back, and must not look whole.
   *
   * @param rows hands each row to the consumer it is given
   */
  public static <T> void write(
      HttpServletResponse response, List<Column<T>> columns, Consumer<Consumer<T>> rows)
      throws IOException {
    response.setContentType(TYPE.toString());
    Writer out = response.getWriter();
    StringBuilder line = new StringBuilder();
    line(line, columns.stream().map(Column::name));
    out.append(line);
    try {
      rows.accept(
          row -> {
            line.setLength(0);
            line(line, columns.stream().map(column -> field(column.value().apply(row))));
            try {
              out.append(line);
            } catch (IOException gone) {
              throw new UncheckedIOException(gone);
            }
          });
    } catch (UncheckedIOException gone) {
      throw gone.getCause();
    } catch (RuntimeException failed) {
      log.error("an export broke off", failed);
      out.append("# incomplete: the export broke off\r\n");
    }
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
