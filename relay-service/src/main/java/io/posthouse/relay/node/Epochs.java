package io.posthouse.relay.node;

import io.posthouse.web.ServiceClients;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Gives this node its epoch. Blocks, and so is never asked on an event loop. Thread-safe. */
@Component
public class Epochs {

  private static final Logger log = LoggerFactory.getLogger(Epochs.class);

  private final RestClient billing;
  private final String node;
  private final JsonMapper json = JsonMapper.builder().build();
  private final Object asking = new Object();
  private volatile long epoch = -1;
  private volatile LongConsumer begun = given -> {};

  Epochs(ServiceClients clients, NodeProperties properties) {
    this.billing = clients.to("billing-service");
    this.node = properties.node();
  }

  /** Who is told of a new epoch, before anything is leased in it; does not block. */
  public void onBegin(LongConsumer listener) {
    begun = listener;
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
        long given = answer.path("epoch").longValue();
        begun.accept(given);
        epoch = given;
      }
      return epoch;
    }
  }

  /**
   * This node's last word on an epoch: nothing is spent from its leases any more.
   *
   * @param lastSeq of the last record that Kafka acknowledged
   * @return false when billing-service did not answer: it has to be said again
   */
  public boolean finish(long ended, long lastSeq) {
    try {
      billing
          .post()
          .uri("/internal/nodes/{node}/epochs/{epoch}/final", node, ended)
          .contentType(MediaType.APPLICATION_JSON)
          .body("{\"lastSeq\":" + lastSeq + "}")
          .retrieve()
          .toBodilessEntity();
      return true;
    } catch (HttpClientErrorException.NotFound unknown) {
      log.warn("billing-service does not know epoch {}", ended);
      return true;
    } catch (RestClientException | IllegalStateException away) {
      log.warn("billing-service did not take epoch {}'s end: {}", ended, away.toString());
      return false;
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
