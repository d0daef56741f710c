package io.posthouse.notification.wording;

/**
 * A notice in one language.
 *
 * @param title one line of plain text
 * @param text the plain text part, also the in-site message
 * @param html the HTML part: a whole document
 */
public record Wording(String title, String text, String html) {}
