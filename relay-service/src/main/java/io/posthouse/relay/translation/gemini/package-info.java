/** Gemini generateContent (protocols.md 1.6, 2.4). */
@NullMarked
package io.posthouse.relay.translation.gemini;

import org.jspecify.annotations.NullMarked;
