/**
 * The only public door (C02): Spring Cloud Gateway on Reactor Netty.
 *
 * <p>{@code protocol}, {@code key}, {@code limit} and {@code caller} are framework-free cores: what
 * a call is, whose it is, whether it may go now, and the header that says so to the services. They
 * are used by {@code door}, which stands in front of every route. {@code edge} is the sockets,
 * {@code routing} the way to the services, {@code directory} the way to auth-service and its
 * events, {@code identity} people's sign-in, {@code site} the pages and open answers of the gateway
 * itself.
 */
@NullMarked
package io.posthouse.gateway;

import org.jspecify.annotations.NullMarked;
