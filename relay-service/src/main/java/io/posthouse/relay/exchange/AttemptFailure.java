package io.posthouse.relay.exchange;

import io.posthouse.relay.protocol.Refusal;
import io.posthouse.relay.usage.AttemptRecord;

/**
 * Why an attempt gave no answer.
 *
 * @param refusal what the client is told when nobody else answers
 * @param detail for logs
 */
record AttemptFailure(AttemptRecord.Outcome outcome, Refusal refusal, String detail) {}
