package io.posthouse.relay.translation.neutral;

/**
 * A value, and the client's field it came from.
 *
 * @param path in the client's words, such as {@code generationConfig.topK}
 */
public record Field<T>(String path, T value) {}
