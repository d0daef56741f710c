/** What OpenAI's two protocols, Chat Completions and Responses, have in common. */
@NullMarked
package io.posthouse.relay.translation.openai;

import org.jspecify.annotations.NullMarked;
