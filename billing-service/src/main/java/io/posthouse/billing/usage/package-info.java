/**
 * From relay-service's usage events to ledger and receipt (P21; I6, I8, I9, I19).
 *
 * <p><b>A batch is one transaction</b>: usage rows in, duplicates out by their unique request id;
 * the charges of what was new settled per wallet; quarantined records beside them; commit; only
 * then the acknowledgement. A replay changes nothing.
 *
 * <p><b>Never thrown, never lost</b>: what cannot be believed (unparseable, wrong checksum, unknown
 * wallet or price, tokens out of range) is a row in {@code usage_quarantine}, in the same
 * transaction. When the database is away nothing is acknowledged, and the batch is tried again for
 * ever.
 *
 * <p><b>Kinds</b>: the event has sound and pictures within the kinds of text, so that older readers
 * miss nothing; rows, sums and receipts have each token in one kind alone (ADR 0024).
 *
 * <p><b>Months</b>: the table is partitioned by the time in the request id, with partitions made
 * ahead.
 *
 * <p><b>Receipts</b> are read from the usage row and the price versions it names, and are signed
 * when they are asked for. A corrected charge ({@code credit}) stays in the row; what was given
 * back is kept beside it, and a receipt shows it from then on.
 */
@NullMarked
package io.posthouse.billing.usage;

import org.jspecify.annotations.NullMarked;
