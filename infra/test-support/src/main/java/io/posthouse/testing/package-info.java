/**
 * What tests stand on: real servers through one seam, people's tokens, contracts, and the house
 * rules.
 *
 * <p>{@link io.posthouse.testing.RealServers} gives PostgreSQL and Kafka, shared by all tests of a
 * JVM: Testcontainers where a Docker engine answers, else the embedded servers of {@code
 * infra/servers}. A test takes a database of its own. {@link io.posthouse.testing.RealRedis} is a
 * Redis of a test's own, which it may stop.
 *
 * <p>{@code -Dposthouse.test.servers=docker} or {@code embedded} decides by hand, and {@code
 * -Dposthouse.test.postgres-image} ({@code kafka-}, {@code redis-}, {@code keycloak-image}) takes
 * another image than the official one. {@code src/test/docker/with-docker.sh} runs the tests in
 * containers on a machine with neither a Docker engine nor an image registry.
 */
@NullMarked
package io.posthouse.testing;

import org.jspecify.annotations.NullMarked;
