/**
 * What tests stand on: real servers through one seam, people's tokens, contracts, and the house
 * rules.
 *
 * <p>{@link io.posthouse.testing.RealServers} gives PostgreSQL and Kafka, shared by all tests of a
 * JVM: Testcontainers where a Docker engine answers, else the embedded servers of {@code
 * infra/servers}. A test takes a database of its own. {@link io.posthouse.testing.RealRedis} is a
 * Redis of a test's own, which it may stop.
 */
@NullMarked
package io.posthouse.testing;

import org.jspecify.annotations.NullMarked;
