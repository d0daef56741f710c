/** Anthropic Messages (protocols.md 1.3, 2.1). */
@NullMarked
package io.posthouse.relay.translation.anthropic;

import org.jspecify.annotations.NullMarked;
