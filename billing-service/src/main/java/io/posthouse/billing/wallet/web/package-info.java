/** Wallets and leases over HTTP: for the customer, for API keys, for relay nodes. */
@NullMarked
package io.posthouse.billing.wallet.web;

import org.jspecify.annotations.NullMarked;
