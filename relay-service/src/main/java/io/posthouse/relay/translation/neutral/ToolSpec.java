package io.posthouse.relay.translation.neutral;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A tool the model may call.
 *
 * @param schema of its arguments, keys in the client's order; null when it takes none
 * @param strict whether arguments must follow the schema; null when nothing was said
 * @param custom whether it takes free text instead of JSON
 */
public record ToolSpec(
    String path,
    String name,
    @Nullable String description,
    @Nullable ObjectNode schema,
    @Nullable Boolean strict,
    boolean custom) {}
