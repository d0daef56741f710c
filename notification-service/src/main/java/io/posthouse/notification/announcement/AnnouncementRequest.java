package io.posthouse.notification.announcement;

import io.posthouse.notification.wording.LocalizedText;
import io.posthouse.web.ProblemException;
import org.jspecify.annotations.Nullable;

/** The body of a POST, as it came: plain text, title and body in both languages. */
record AnnouncementRequest(@Nullable Text title, @Nullable Text body) {

  private static final int LONGEST_TITLE = 200;
  private static final int LONGEST_BODY = 20_000;

  record Text(@Nullable String en, @Nullable String zh) {}

  /**
   * The title.
   *
   * @throws ProblemException 422 when a language is missing, too long, or has line breaks
   */
  LocalizedText readTitle() {
    LocalizedText read = read("title", title, LONGEST_TITLE);
    if ((read.en() + read.zh()).chars().anyMatch(Character::isISOControl)) {
      throw ProblemException.unprocessable(
          "invalid-announcement", "title: more than one line (expected: one)");
    }
    return read;
  }

  /**
   * The body.
   *
   * @throws ProblemException 422 when a language is missing or too long
   */
  LocalizedText readBody() {
    return read("body", body, LONGEST_BODY);
  }

  private static LocalizedText read(String field, @Nullable Text text, int longest) {
    if (text == null) {
      throw ProblemException.badRequest(field + ": missing (expected: {\"en\":...,\"zh\":...})");
    }
    return new LocalizedText(
        read(field + ".en", text.en(), longest), read(field + ".zh", text.zh(), longest));
  }

  private static String read(String at, @Nullable String value, int longest) {
    if (value == null || value.isBlank()) {
      throw ProblemException.unprocessable(
          "invalid-announcement", at + ": missing (expected: both languages, en and zh)");
    }
    if (value.length() > longest) {
      throw ProblemException.unprocessable(
          "invalid-announcement",
          at + ": " + value.length() + " characters (expected: <= " + longest + ")");
    }
    return value.strip();
  }
}
