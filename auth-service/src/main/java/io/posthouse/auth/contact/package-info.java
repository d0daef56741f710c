/**
 * {@code POST /internal/contacts}: where other services write to people. Addresses cross no event.
 */
@NullMarked
package io.posthouse.auth.contact;

import org.jspecify.annotations.NullMarked;
