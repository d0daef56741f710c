package io.posthouse.gateway.key;

/**
 * The most that a key may spend. The gateway only hands it on; billing keeps count.
 *
 * @param amount decimal string
 * @param currency ISO 4217
 * @param period {@code day}, {@code month} or {@code total}
 */
public record SpendLimit(String amount, String currency, String period) {}
