package io.posthouse.notification.wording;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A language that customers are written to in (P64). */
public enum Language {
  EN(Locale.ENGLISH),
  ZH(Locale.SIMPLIFIED_CHINESE);

  private final Locale locale;

  Language(Locale locale) {
    this.locale = locale;
  }

  /** The language of a tag such as {@code zh-CN}; English for null and for any that is not ours. */
  public static Language of(@Nullable String tag) {
    return tag != null && tag.toLowerCase(Locale.ROOT).startsWith("zh") ? ZH : EN;
  }

  /**
   * The first of our languages that an {@code Accept-Language} header asks for; English when there
   * is none.
   */
  public static Language accepted(@Nullable String header) {
    if (header == null || header.isBlank()) {
      return EN;
    }
    for (Locale.LanguageRange range : ranges(header)) {
      String tag = range.getRange();
      if (range.getWeight() > 0 && (tag.startsWith("zh") || tag.startsWith("en"))) {
        return of(tag);
      }
    }
    return EN;
  }

  private static List<Locale.LanguageRange> ranges(String header) {
    try {
      return Locale.LanguageRange.parse(header);
    } catch (IllegalArgumentException malformed) {
      return List.of();
    }
  }

  /** As in {@code Content-Language} and in the API: {@code en} or {@code zh}. */
  public String tag() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** For dates and phrases. */
  public Locale locale() {
    return locale;
  }
}
