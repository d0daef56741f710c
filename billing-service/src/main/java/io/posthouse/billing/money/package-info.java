/**
 * Amounts of money: fixed scale, one currency each, rounded in one named place ({@link
 * io.posthouse.billing.money.Rounding}). Everything here is immutable and without a framework.
 */
@NullMarked
package io.posthouse.billing.money;

import org.jspecify.annotations.NullMarked;
