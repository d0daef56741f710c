package io.posthouse.relay.operator;

import io.posthouse.relay.routing.PrivateHosts;
import io.posthouse.transport.PrivateAddresses;
import io.posthouse.web.ProblemException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import org.springframework.stereotype.Component;

/**
 * Which base URLs are taken (resilience.md A13): absolute, plain {@code http} and private addresses
 * for listed hosts only. A name that does not resolve now is taken; the address is checked again at
 * every connection.
 */
@Component
class BaseUrls {

  private final PrivateHosts privateHosts;

  BaseUrls(PrivateHosts privateHosts) {
    this.privateHosts = privateHosts;
  }

  /**
   * The URL in its plain form: lower-case host, no slash at the end.
   *
   * @throws ProblemException 400 when it is malformed, 422 when it is not allowed
   */
  String check(String baseUrl) {
    URI uri = parse(baseUrl);
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    if (scheme.equals("http") && !privateHosts.contains(bare(host))) {
      throw ProblemException.unprocessable(
          "plain-http",
          "baseUrl: plain http (expected: https, but for hosts in posthouse.relay.allowed-private-hosts)");
    }
    if (!privateHosts.contains(bare(host)) && isPrivate(bare(host))) {
      throw ProblemException.unprocessable(
          "private-address",
          "baseUrl: a private or loopback address (expected: a public one, or a host in posthouse.relay.allowed-private-hosts)");
    }
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return scheme + "://" + host + port + uri.getRawPath().replaceAll("/+$", "");
  }

  private static URI parse(String baseUrl) {
    try {
      URI uri = new URI(baseUrl);
      boolean web =
          "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
      if (web
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null) {
        return uri;
      }
    } catch (URISyntaxException malformed) {
      // Said below.
    }
    throw ProblemException.badRequest(
        "baseUrl: malformed (expected: https://host[:port][/path], without user, query and fragment)");
  }

  /** Without the brackets of an IPv6 literal. */
  static String bare(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static boolean isPrivate(String host) {
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        if (PrivateAddresses.contains(address)) {
          return true;
        }
      }
      return false;
    } catch (UnknownHostException unknown) {
      return false;
    }
  }
}
