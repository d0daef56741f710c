package io.posthouse.billing.payment.alipay;

import io.posthouse.billing.payment.StatementDays;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Instants as Alipay writes them: China's wall clock, to the second. */
final class AlipayTime {

  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  private AlipayTime() {}

  /** The next whole second: an order never ends before its quote. */
  static String write(Instant instant) {
    return FORM.format(
        LocalDateTime.ofInstant(
            instant.plusNanos(999_999_999).truncatedTo(ChronoUnit.SECONDS),
            StatementDays.CHINA.zone()));
  }

  /**
   * @throws java.time.DateTimeException if it is none
   */
  static Instant read(String text) {
    return LocalDateTime.parse(text, FORM).atZone(StatementDays.CHINA.zone()).toInstant();
  }
}
