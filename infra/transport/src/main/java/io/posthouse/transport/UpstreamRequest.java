package io.posthouse.transport;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;

/**
 * What is sent. The pool adds {@code host}, {@code content-length} and {@code connection}.
 *
 * @param uri path and query
 * @param headers end-to-end headers only
 * @param body stays the caller's, and must stay unreleased until the call has ended; may be empty
 */
public record UpstreamRequest(HttpMethod method, String uri, HttpHeaders headers, ByteBuf body) {}
