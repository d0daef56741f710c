package io.posthouse.notification.wording;

import java.util.List;

/**
 * What a notice says in one language, before it is laid out.
 *
 * @param title one line; the mail's subject
 * @param paragraphs plain text; line breaks inside one are kept
 * @param facts what a reader must not miss, after the first paragraph
 */
public record Draft(String title, List<String> paragraphs, List<Fact> facts) {

  /** A label and its value. */
  public record Fact(String label, String value) {}
}
