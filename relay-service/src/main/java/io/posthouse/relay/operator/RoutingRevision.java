package io.posthouse.relay.operator;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Counts changes, so that every instance notices them. */
@Component
class RoutingRevision {

  /** Told within the transaction; listeners act after its commit. */
  record Advanced() {}

  private final JdbcClient jdbc;
  private final ApplicationEventPublisher events;

  RoutingRevision(JdbcClient jdbc, ApplicationEventPublisher events) {
    this.jdbc = jdbc;
    this.events = events;
  }

  /** Something changed, in the surrounding transaction. */
  void advance() {
    jdbc.sql("update routing_revision set revision = revision + 1").update();
    events.publishEvent(new Advanced());
  }

  long current() {
    return jdbc.sql("select revision from routing_revision").query(Long.class).single();
  }
}
