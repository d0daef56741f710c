package io.posthouse.relay.operator;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A model as operators see it. */
public record ModelView(
    String name,
    String displayName,
    long maxInputTokens,
    long maxOutputTokens,
    @Nullable String tokenizer,
    Instant createdAt) {}
