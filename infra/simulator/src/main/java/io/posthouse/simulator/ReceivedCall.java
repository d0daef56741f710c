package io.posthouse.simulator;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call as {@code GET /control/calls} tells it.
 *
 * @param number counts from 1
 * @param path without its query
 * @param query null when there was none
 * @param model null when the body named none
 * @param credential the first 12 hex digits of the credential's SHA-256; null when there was none
 * @param headerNames lower case, in the order of arrival
 * @param headers the values of headers that name no person and no secret
 * @param bodyBytes the request body's size
 * @param bodySha256 the request body's digest, hex
 * @param status the status that was sent; 0 while none was
 * @param end {@code open}, {@code complete}, {@code fault} (we ended it badly) or {@code
 *     client-gone}
 */
public record ReceivedCall(
    long number,
    String method,
    String path,
    @Nullable String query,
    @Nullable String model,
    boolean stream,
    @Nullable String credential,
    List<String> headerNames,
    Map<String, String> headers,
    int bodyBytes,
    String bodySha256,
    int status,
    String end) {

  ReceivedCall of(@Nullable String named, boolean streamed) {
    return new ReceivedCall(
        number,
        method,
        path,
        query,
        named,
        streamed,
        credential,
        headerNames,
        headers,
        bodyBytes,
        bodySha256,
        status,
        end);
  }

  ReceivedCall answered(int sent) {
    return new ReceivedCall(
        number,
        method,
        path,
        query,
        model,
        stream,
        credential,
        headerNames,
        headers,
        bodyBytes,
        bodySha256,
        sent,
        end);
  }

  ReceivedCall ended(String how) {
    return new ReceivedCall(
        number,
        method,
        path,
        query,
        model,
        stream,
        credential,
        headerNames,
        headers,
        bodyBytes,
        bodySha256,
        status,
        how);
  }
}
