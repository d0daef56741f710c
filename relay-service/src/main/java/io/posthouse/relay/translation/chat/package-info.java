/** OpenAI Chat Completions (protocols.md 1.4, 2.2). */
@NullMarked
package io.posthouse.relay.translation.chat;

import org.jspecify.annotations.NullMarked;
