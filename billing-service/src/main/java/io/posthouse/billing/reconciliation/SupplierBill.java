package io.posthouse.billing.reconciliation;

import io.posthouse.web.ProblemException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A supplier's usage as CSV: a header, then a line for each call. Known columns, in any order:
 * {@code request_id} (needed), {@code input_tokens}, {@code output_tokens}; others are ignored. RFC
 * 4180, at most 200,000 lines.
 */
record SupplierBill(List<Line> lines) {

  private static final int MOST = 200_000;

  /**
   * A call on the bill.
   *
   * @param input all input tokens, -1 when the bill does not say
   * @param output -1 when the bill does not say
   */
  record Line(String requestId, long input, long output) {}

  /**
   * Reads a bill.
   *
   * @throws ProblemException 422 naming the line that is not one
   */
  static SupplierBill read(String csv) {
    List<String> rows = csv.lines().filter(row -> !row.isBlank()).toList();
    if (rows.isEmpty() || rows.size() > MOST + 1) {
      throw malformed(0, "a header and 1 to " + MOST + " lines");
    }
    List<String> header =
        fields(rows.getFirst()).stream()
            .map(field -> field.strip().toLowerCase(Locale.ROOT))
            .toList();
    int id = header.indexOf("request_id");
    int input = header.indexOf("input_tokens");
    int output = header.indexOf("output_tokens");
    if (id < 0) {
      throw malformed(1, "a column request_id");
    }
    List<Line> lines = new ArrayList<>(rows.size());
    Set<String> seen = new HashSet<>();
    for (int i = 1; i < rows.size(); i++) {
      List<String> fields = fields(rows.get(i));
      if (fields.size() != header.size()) {
        throw malformed(i + 1, header.size() + " fields");
      }
      String requestId = fields.get(id).strip();
      if (requestId.isEmpty() || !seen.add(requestId)) {
        throw malformed(i + 1, "a request_id of its own");
      }
      lines.add(new Line(requestId, tokens(fields, input, i), tokens(fields, output, i)));
    }
    return new SupplierBill(lines);
  }

  private static long tokens(List<String> fields, int column, int row) {
    if (column < 0 || fields.get(column).isBlank()) {
      return -1;
    }
    try {
      long tokens = Long.parseLong(fields.get(column).strip());
      if (tokens >= 0) {
        return tokens;
      }
    } catch (NumberFormatException notNumber) {
      throw malformed(row + 1, "whole numbers of tokens");
    }
    throw malformed(row + 1, "whole numbers of tokens");
  }

  private static List<String> fields(String row) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < row.length(); i++) {
      char c = row.charAt(i);
      if (c == '"' && quoted && i + 1 < row.length() && row.charAt(i + 1) == '"') {
        field.append('"');
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString());
    return fields;
  }

  private static ProblemException malformed(int line, String expected) {
    return ProblemException.unprocessable(
        "invalid-bill", "line " + line + ": (expected: " + expected + ")");
  }
}
