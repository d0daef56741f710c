package io.posthouse.benchmark.hop;

import java.nio.charset.StandardCharsets;

/**
 * The answers that the upstream can give, which a request asks for by its credential, in both
 * protocols.
 */
enum Shape {
  /** 900 bytes of JSON. */
  WHOLE("shape-whole"),
  /** 500 chunks, as fast as they go. */
  STREAM("shape-stream"),
  /** A chunk every 100 ms until the reader leaves. */
  SLOW_10("shape-slow10"),
  /** A chunk every 20 ms until the reader leaves. */
  SLOW_50("shape-slow50");

  /** How many chunks a {@link #STREAM} has, first and last ones included. */
  static final int CHUNKS = 500;

  /** Where a slow chunk carries the time at which it was sent: 15 digits after this. */
  static final String SENT_AT = "sent at ";

  static final int DIGITS = 15;

  private final String credential;

  Shape(String credential) {
    this.credential = credential;
  }

  /** What to send as the API key of the upstream. */
  String credential() {
    return credential;
  }

  static Shape of(String credential) {
    for (Shape shape : values()) {
      if (shape.credential.equals(credential)) {
        return shape;
      }
    }
    throw new IllegalArgumentException("credential: no shape of that name");
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
