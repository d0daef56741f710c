package io.posthouse.billing.payment.alipay;

import io.posthouse.billing.money.Currency;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.payment.StatementLine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads a trade bill: a ZIP of two GBK tables, of which the one with single trades counts. Columns
 * are found by their names; lines that begin with {@code #} are comments.
 */
final class AlipayBill {

  private static final Charset GBK = Charset.forName("GBK");
  private static final int LONGEST = 200_000_000;

  private AlipayBill() {}

  /**
   * @throws IOException when it is not such a bill, or cut off
   */
  static List<StatementLine> read(InputStream zipped) throws IOException {
    List<StatementLine> lines = new ArrayList<>();
    boolean found = false;
    // The names inside are GBK too, whatever the archive says of itself.
    try (ZipInputStream zip = new ZipInputStream(zipped, GBK)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (!entry.isDirectory() && !entry.getName().contains("汇总")) {
          found = true;
          byte[] table = zip.readNBytes(LONGEST + 1);
          if (table.length > LONGEST) {
            throw new IOException("bill: too long");
          }
          readTable(table, lines);
        }
      }
    }
    if (!found) {
      throw new IOException("bill: no table of trades in it");
    }
    return lines;
  }

  private static void readTable(byte[] table, List<StatementLine> lines) throws IOException {
    Columns columns = null;
    CSVFormat format = CSVFormat.DEFAULT.builder().setCommentMarker('#').setTrim(true).get();
    try (var rows = format.parse(new InputStreamReader(new ByteArrayInputStream(table), GBK))) {
      for (CSVRecord row : rows) {
        if (columns == null) {
          columns = Columns.of(row);
        } else {
          lines.add(columns.line(row));
        }
      }
    }
    if (columns == null) {
      throw new IOException("bill: no header");
    }
  }

  private record Columns(int order, int kind, int finished, int amount) {

    static Columns of(CSVRecord header) throws IOException {
      List<String> names = header.toList();
      Columns columns =
          new Columns(
              names.indexOf("商户订单号"),
              names.indexOf("业务类型"),
              names.indexOf("完成时间"),
              first(names, "订单金额（元）", "订单金额(元)"));
      if (columns.order < 0 || columns.kind < 0 || columns.finished < 0 || columns.amount < 0) {
        throw new IOException("bill: not the columns that are known");
      }
      return columns;
    }

    private static int first(List<String> names, String one, String other) {
      int index = names.indexOf(one);
      return index >= 0 ? index : names.indexOf(other);
    }

    StatementLine line(CSVRecord row) throws IOException {
      try {
        BigDecimal moved = new BigDecimal(row.get(amount));
        boolean refund = row.get(kind).equals("退款");
        return StatementLine.of(
            row.get(order),
            refund ? StatementLine.Kind.REFUNDED : StatementLine.Kind.PAID,
            new Money(moved.abs(), Currency.CNY),
            AlipayTime.read(row.get(finished)));
      } catch (IllegalArgumentException | DateTimeException | IndexOutOfBoundsException unlike) {
        throw new IOException("bill: line " + row.getRecordNumber() + " cannot be read");
      }
    }
  }
}
