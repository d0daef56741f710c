/**
 * Languages, phrases and layout. A notice is put together once for both languages ({@link
 * io.posthouse.notification.wording.Wordings}), as plain text and as HTML whose values are escaped,
 * and is kept as it was told. Brand and link come from configuration (P65). No state; thread-safe.
 */
@NullMarked
package io.posthouse.notification.wording;

import org.jspecify.annotations.NullMarked;
