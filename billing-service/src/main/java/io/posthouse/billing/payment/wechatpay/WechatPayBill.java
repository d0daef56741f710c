package io.posthouse.billing.payment.wechatpay;

import io.posthouse.billing.money.Money;
import io.posthouse.billing.payment.StatementDays;
import io.posthouse.billing.payment.StatementLine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads a trade bill: a table in UTF-8 whose values begin with a back-quote, then two lines of
 * sums. A refund's row carries the refunded amount beside the order's.
 */
final class WechatPayBill {

  private static final int LONGEST = 200_000_000;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  private final int at;
  private final int order;
  private final int state;
  private final int amount;
  private final int refunded;

  private WechatPayBill(List<String> header) throws IOException {
    this.at = header.indexOf("交易时间");
    this.order = header.indexOf("商户订单号");
    this.state = header.indexOf("交易状态");
    this.amount = header.indexOf("订单金额");
    this.refunded = header.indexOf("申请退款金额");
    if (at < 0 || order < 0 || state < 0 || amount < 0 || refunded < 0) {
      throw new IOException("bill: not the columns that are known");
    }
  }

  /** All of a table; its digest is only known then. */
  static byte[] whole(InputStream table) throws IOException {
    byte[] bytes = table.readNBytes(LONGEST + 1);
    if (bytes.length > LONGEST) {
      throw new IOException("bill: too long");
    }
    return bytes;
  }

  /**
   * @throws IOException when it is not such a bill, or cut off
   */
  static List<StatementLine> read(byte[] table) throws IOException {
    List<String> rows = new String(table, StandardCharsets.UTF_8).lines().toList();
    if (rows.isEmpty()) {
      throw new IOException("bill: no header");
    }
    WechatPayBill columns = new WechatPayBill(List.of(unmarked(rows.getFirst()).split(",")));
    List<StatementLine> lines = new ArrayList<>();
    for (int i = 1; i < rows.size(); i++) {
      String row = rows.get(i);
      if (!row.startsWith("`")) {
        // The header of the sums: a bill that was cut off has none.
        return lines;
      }
      columns.add(row.substring(1).split(",`", -1), i + 1, lines);
    }
    throw new IOException("bill: cut off");
  }

  private static String unmarked(String header) {
    return header.startsWith("\uFEFF") ? header.substring(1) : header;
  }

  private void add(String[] row, int line, List<StatementLine> lines) throws IOException {
    try {
      Instant time =
          LocalDateTime.parse(row[at].strip(), TIME).atZone(StatementDays.CHINA.zone()).toInstant();
      switch (row[state].strip()) {
        case "SUCCESS" ->
            lines.add(
                StatementLine.of(
                    row[order].strip(),
                    StatementLine.Kind.PAID,
                    Money.cny(row[amount].strip()),
                    time));
        case "REFUND", "REVOKED" ->
            lines.add(
                StatementLine.of(
                    row[order].strip(),
                    StatementLine.Kind.REFUNDED,
                    Money.cny(row[refunded].strip()),
                    time));
        default -> throw new IOException("bill: line " + line + ": a state that is not known");
      }
    } catch (IllegalArgumentException | DateTimeException | IndexOutOfBoundsException unlike) {
      throw new IOException("bill: line " + line + " cannot be read");
    }
  }
}
