package io.posthouse.notification.wording;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.stereotype.Component;

/** Phrases of both languages, from {@code wording/phrases_*.properties}. */
@Component
public class Phrases {

  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

  private final ResourceBundleMessageSource source = new ResourceBundleMessageSource();

  Phrases() {
    source.setBasename("wording/phrases");
    source.setDefaultEncoding(StandardCharsets.UTF_8.name());
    source.setFallbackToSystemLocale(false);
    source.setAlwaysUseMessageFormat(true);
  }

  /**
   * A phrase with its arguments filled in.
   *
   * @throws org.springframework.context.NoSuchMessageException when there is none of that key
   */
  public String get(Language language, String key, String... arguments) {
    return source.getMessage(key, arguments, language.locale());
  }

  /**
   * An instant for people, to the second, with its time zone; for Chinese readers China's time
   * comes first. It ends with the instant as the API writes it, which nobody can misread.
   */
  public String instant(Language language, Instant at) {
    DateTimeFormatter format =
        DateTimeFormatter.ofPattern(get(language, "instant.pattern"), language.locale());
    String utc = format.format(at.atZone(UTC)) + " UTC";
    return switch (language) {
      case EN -> utc + " (" + at + ")";
      case ZH -> format.format(at.atZone(CHINA)) + " 北京时间（UTC+8），即 " + utc + "（" + at + "）";
    };
  }
}
