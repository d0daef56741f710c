package io.posthouse.gateway.door;

import io.posthouse.gateway.protocol.HeaderView;
import java.util.List;
import org.springframework.http.HttpHeaders;

/** Spring's headers as the cores read them. */
record ExchangeHeaders(HttpHeaders headers) implements HeaderView {

  @Override
  public List<String> all(String name) {
    return headers.getOrEmpty(name);
  }
}
