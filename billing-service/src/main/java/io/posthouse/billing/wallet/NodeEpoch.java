package io.posthouse.billing.wallet;

/**
 * One life of a relay node: what its records are numbered within.
 *
 * @param epoch 1 or more
 */
public record NodeEpoch(String node, long epoch) {}
