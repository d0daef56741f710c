/**
 * Money as it crosses a boundary: HTTP and events. Inside, an amount is a {@code BigDecimal} of
 * USD, 10 decimals.
 */
@NullMarked
package io.posthouse.referral.money;

import org.jspecify.annotations.NullMarked;
