package io.posthouse.relay.node;

import io.posthouse.web.ServiceClients;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Gives this node its epoch. Blocks, and so is never asked on an event loop. Thread-safe. */
@Component
public class Epochs {

  private final RestClient billing;
  private final String node;
  private final JsonMapper json = JsonMapper.builder().build();
  private final Object asking = new Object();
  private volatile long epoch = -1;

  Epochs(ServiceClients clients, NodeProperties properties) {
    this.billing = clients.to("billing-service");
    this.node = properties.node();
  }

  /** The node's id. */
  public String node() {
    return node;
  }

  /**
   * The epoch; asked for once.
   *
   * @throws org.springframework.web.client.RestClientException when billing-service does not answer
   */
  public long current() {
    long known = epoch;
    if (known >= 0) {
      return known;
    }
    synchronized (asking) {
      if (epoch < 0) {
        byte[] body =
            billing.post().uri("/internal/nodes/{node}/epochs", node).retrieve().body(byte[].class);
        JsonNode answer = json.readTree(body == null ? new byte[0] : body);
        if (!answer.path("epoch").isIntegralNumber()) {
          throw new IllegalStateException("epochs: billing-service answered without one");
        }
        epoch = answer.path("epoch").longValue();
      }
      return epoch;
    }
  }

  /** Billing-service knows a newer one than this: asks again before the next lease. */
  public void forget(long old) {
    synchronized (asking) {
      if (epoch == old) {
        epoch = -1;
      }
    }
  }
}
