/**
 * Credit that nobody paid for: what operators give (A8), and redeem codes (I16, P25); and what they
 * give back of a call's charge.
 *
 * <p><b>Manual credits</b> {@code -> posted}, or above {@code posthouse.credit.second-person-above}
 * {@code waiting -> posted | rejected} by another operator than the one who asked; the table
 * refuses the same one. Both steps are in the audit log.
 *
 * <p><b>Corrections</b> are manual credits of a call: the same limit, steps and table. One reverses
 * its part of the charge (I2) into what it was taken from, at most the whole charge over all of
 * them, and stands in the call's receipt with its reason. A closed account, and the service after
 * its end, get nothing back.
 *
 * <p><b>Redeem codes</b> are named or drawn, in capitals. A redemption is one transaction: the
 * account's row, the code's counter under its limit, the credit. Limits are the table's
 * constraints.
 */
@NullMarked
package io.posthouse.billing.credit;

import org.jspecify.annotations.NullMarked;
