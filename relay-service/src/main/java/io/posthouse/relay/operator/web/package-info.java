/** The operator API over HTTP: {@code /api/operator/{channels,upstreams,models}}. */
@NullMarked
package io.posthouse.relay.operator.web;

import org.jspecify.annotations.NullMarked;
