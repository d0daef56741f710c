/** OpenAI Responses (protocols.md 1.5, 2.3), without the state that only OpenAI keeps. */
@NullMarked
package io.posthouse.relay.translation.responses;

import org.jspecify.annotations.NullMarked;
