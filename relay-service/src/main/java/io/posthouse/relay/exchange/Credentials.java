package io.posthouse.relay.exchange;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.posthouse.relay.routing.Upstream;
import io.posthouse.transport.HeaderRules;

/** Where each provider looks for a credential. */
public final class Credentials {

  private static final String OAUTH_PREFIX = "sk-ant-oat";

  private Credentials() {}

  /** Adds a credential to headers. */
  public static HttpHeaders put(HttpHeaders headers, Upstream upstream, String credential) {
    return switch (upstream.provider()) {
      case ANTHROPIC ->
          credential.startsWith(OAUTH_PREFIX)
              ? headers.set(HttpHeaderNames.AUTHORIZATION, "Bearer " + credential)
              : headers.set("x-api-key", credential);
      case OPENAI -> headers.set(HttpHeaderNames.AUTHORIZATION, "Bearer " + credential);
      case GEMINI -> headers.set("x-goog-api-key", credential);
    };
  }

  /** Whose headers go up there. */
  public static HeaderRules.Provider provider(Upstream upstream) {
    return switch (upstream.provider()) {
      case ANTHROPIC -> HeaderRules.Provider.ANTHROPIC;
      case OPENAI -> HeaderRules.Provider.OPENAI;
      case GEMINI -> HeaderRules.Provider.GEMINI;
    };
  }
}
