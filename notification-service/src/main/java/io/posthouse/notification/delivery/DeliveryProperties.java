package io.posthouse.notification.delivery;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How mails are sent. All durations are real time.
 *
 * @param senders threads that send, each over a connection of its own; 0 sends nothing
 * @param poll how often an idle sender looks for work
 * @param retryInitial the pause after the first failure; it doubles with each
 * @param retryMaximum the longest pause
 */
@ConfigurationProperties("posthouse.delivery")
record DeliveryProperties(
    @DefaultValue("4") int senders,
    @DefaultValue("500ms") Duration poll,
    @DefaultValue("2s") Duration retryInitial,
    @DefaultValue("10m") Duration retryMaximum) {

  /** The pause after that many failures. */
  Duration pause(int failures) {
    Duration pause = retryInitial.multipliedBy(1L << Math.clamp(failures - 1L, 0, 20));
    return pause.compareTo(retryMaximum) < 0 ? pause : retryMaximum;
  }
}
