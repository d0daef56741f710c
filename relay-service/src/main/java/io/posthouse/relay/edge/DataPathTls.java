package io.posthouse.relay.edge;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.posthouse.transport.HttpListener;
import org.springframework.boot.ssl.SslBundle;

/**
 * TLS for the data path, out of the same bundle as the operator port ({@code server.ssl.bundle}):
 * 1.3 and nothing less (P09), whatever the bundle's own options say. HTTP/2 and HTTP/1.1 by ALPN.
 */
final class DataPathTls {

  private DataPathTls() {}

  static SslContext of(SslBundle bundle) {
    return new JdkSslContext(
        bundle.createSslContext(),
        false,
        null,
        IdentityCipherSuiteFilter.INSTANCE_DEFAULTING_TO_SUPPORTED_CIPHERS,
        HttpListener.ALPN,
        ClientAuth.NONE,
        new String[] {"TLSv1.3"},
        false);
  }
}
