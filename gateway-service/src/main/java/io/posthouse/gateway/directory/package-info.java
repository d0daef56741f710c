/**
 * What this service knows of keys and accounts, from auth-service: look-ups over signed HTTP, and
 * the events {@code auth.key-changed.v1} and {@code auth.account-status-changed.v1}.
 *
 * <p>The events are read by {@code assign()} from all partitions, without a group: every gateway
 * sees every one. The reader has a thread of its own, which starts with the service and never holds
 * it up; without Kafka it tries again until there is one.
 */
@NullMarked
package io.posthouse.gateway.directory;

import org.jspecify.annotations.NullMarked;
