/**
 * What a public path means, and how a refusal reads in each caller's protocol (protocols.md 1.1,
 * 3).
 *
 * <p>Pure functions over strings; no framework, no I/O, no shared state but constants. On a known
 * path the path decides the protocol of every error; headers decide only on {@code /v1/models} and
 * on unknown paths.
 */
@NullMarked
package io.posthouse.gateway.protocol;

import org.jspecify.annotations.NullMarked;
