/**
 * relay-service: sends customers' calls to upstreams and meters what they use. One process with two
 * listeners: the data path (Netty, {@code edge}) and the operator API (Spring MVC, {@code
 * operator}).
 */
@NullMarked
package io.posthouse.relay;

import org.jspecify.annotations.NullMarked;
