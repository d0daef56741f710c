package io.posthouse.notification.wording;

/**
 * A text in every language that customers are written to in.
 *
 * @param en English, not blank
 * @param zh Chinese, not blank
 */
public record LocalizedText(String en, String zh) {

  /** The text in that language. */
  public String in(Language language) {
    return switch (language) {
      case EN -> en;
      case ZH -> zh;
    };
  }
}
