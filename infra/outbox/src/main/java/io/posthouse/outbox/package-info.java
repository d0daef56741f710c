/**
 * Events, written in the transaction of their cause and consumed once (ADR 0004).
 *
 * <p><b>Producing.</b> {@link io.posthouse.outbox.Outbox#append} inserts the event into the
 * service's own {@code outbox} table; it must run inside the transaction that causes it. {@code
 * OutboxShipper} sends committed rows to Kafka in the order of their id (one instance at a time, by
 * an advisory lock), as CloudEvents 1.0 in binary mode, with the trace that caused them. Delivery
 * is at least once. Order holds within a key.
 *
 * <p><b>Consuming.</b> {@link io.posthouse.outbox.Inbox#firstTime} must run in the transaction of
 * the effect: it answers whether the event is new here. {@link io.posthouse.outbox.Event} reads the
 * CloudEvents headers of a record.
 *
 * <p><b>Topics</b> are created by their owner, by declaring {@code NewTopic} beans with {@link
 * io.posthouse.outbox.Topics}. Names are {@code <service>.<what-happened>.v<N>}.
 *
 * <p>A service adds {@code classpath:db/outbox} to its Flyway locations. It takes version 000.
 */
@NullMarked
package io.posthouse.outbox;

import org.jspecify.annotations.NullMarked;
