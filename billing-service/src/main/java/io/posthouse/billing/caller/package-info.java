/**
 * Who calls {@code /v1/balance} and {@code /v1/receipts}: the gateway's signed header {@code
 * X-Posthouse-Caller}.
 */
@NullMarked
package io.posthouse.billing.caller;

import org.jspecify.annotations.NullMarked;
