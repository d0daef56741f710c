/**
 * The spool: what this node has to tell of its calls, on its own disk before anybody else knows it
 * (money.md, section 3). Plain Java; who is told is a {@link io.posthouse.relay.spool.Courier}.
 *
 * <p><b>Records.</b> {@code OPEN} when a call is admitted, {@code PROGRESS} while its answer runs,
 * {@code CLOSE} at its end, numbered without gaps within an epoch. {@code EPOCH} marks carry an
 * epoch's last number into every new segment, and that the epoch is over. A frame is {@code magic,
 * length, CRC32C, type, epoch, seq, call, payload}; a damaged one is passed over, the next is found
 * by its magic and its checksum. Payloads are usage events: never a body, a key or a token.
 *
 * <p><b>Threads.</b> Event loops put records into a bounded queue, those of one turn at once, and
 * go on (ADR 0023). One thread writes: it takes what there is, numbers the CLOSE records, writes
 * them in one piece and answers. Written survives a killed process. The flush to the disk follows 5
 * ms after the first record that waits for it, on a thread of its own, for all records of that time
 * together; with {@link io.posthouse.relay.spool.SpoolSettings.Sync#ALWAYS} it comes before the
 * answer.
 *
 * <p><b>Shipping.</b> One thread reads the CLOSE records back from the files and hands them on; the
 * cursor moves over what was acknowledged without a hole before it. A segment is deleted when the
 * cursor is past it, no call that it opened is still running, and no older one is left.
 *
 * <p><b>Limits.</b> When the spool is as large as it may be, when the disk is nearly full, or when
 * writing fails, {@link io.posthouse.relay.spool.Spool#isFull()} says so and no new call begins;
 * those that run keep their records in memory until they can be written. None is dropped.
 *
 * <p><b>Recovery.</b> Calls without a CLOSE are handed to their owner, which closes them by their
 * last PROGRESS, under their own epoch.
 */
@NullMarked
package io.posthouse.relay.spool;

import org.jspecify.annotations.NullMarked;
