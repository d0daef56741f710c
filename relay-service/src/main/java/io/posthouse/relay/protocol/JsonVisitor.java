package io.posthouse.relay.protocol;

/**
 * Hears of a document's keys at every depth while {@link JsonScan} reads it. Depth 1 is the inside
 * of the root.
 */
interface JsonVisitor {

  /**
   * A key has been read.
   *
   * @param key used again afterwards
   * @param start where its opening quote stands in the document
   * @return whether its value is to be told, if it is a text
   */
  boolean key(int depth, Gathered key, long start);

  /**
   * A value begins, of a key or in a list.
   *
   * @param depth of the object or list that it stands in
   * @param first its first byte
   * @param start where that stands in the document
   */
  void value(int depth, byte first, long start);

  /**
   * A text that was asked for has been read.
   *
   * @param text its inside; used again afterwards
   * @param end the offset behind its closing quote
   */
  void text(Gathered text, long end);

  /**
   * The object or list with that inside has ended.
   *
   * @param end the offset behind it
   */
  void closed(int depth, long end);
}
