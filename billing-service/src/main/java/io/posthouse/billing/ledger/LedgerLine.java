package io.posthouse.billing.ledger;

import io.posthouse.billing.money.Money;
import java.time.Instant;
import java.util.UUID;

/**
 * A ledger transaction as its customer sees it. Lines are those transactions that changed the
 * balance; moves between available and leased are not lines.
 *
 * @param position ascending in the order of posting within a wallet
 * @param amount what the balance changed by; negative for a charge
 */
public record LedgerLine(
    long position,
    UUID id,
    String kind,
    String reference,
    Money amount,
    Money balanceAfter,
    Instant at) {}
