package io.posthouse.notification.delivery;

/** What became of one try to send a mail. Reasons never hold an address. */
sealed interface Outcome {

  /** The mail server took it. */
  record Accepted() implements Outcome {}

  /** Not now: the connection broke, or the server said 4xx. */
  record Deferred(String why) implements Outcome {}

  /** The server refused this recipient or mail for good (5xx). */
  record Refused(String why) implements Outcome {}
}
