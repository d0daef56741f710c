package io.posthouse.relay.edge;

import io.posthouse.relay.exchange.BalancePolicy;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The data path.
 *
 * @param port where it listens; 0 takes a free one
 * @param address on which of this machine's addresses
 * @param loops event loops; 0 for one per processor but one, at least one
 * @param bodyBudget memory for all bodies together
 * @param allowedPrivateHosts hosts that may be upstreams though their address is private
 * @param startHold how long a stream's beginning is held while it has no content
 * @param firstByteTimeout for an answer that is not streamed
 * @param idleTimeout within answers, and before the first byte of a stream
 * @param keepAlive silence after which a stream's client is sent a sign of life
 * @param clientStall how long a client may not read
 * @param journalWait how long an answer's end waits for the journal
 * @param callTime how long all attempts of a call may take together until the client gets something
 * @param slowSession after how long without content a conversation may change its upstream
 * @param balancePolicy {@code strict}: a stream that nothing is left to pay for ends with an error;
 *     {@code courteous}: it may finish, and what is short is the operator's loss
 * @param drain how long running calls are waited for at shutdown
 */
@Validated
@ConfigurationProperties("posthouse.relay")
public record RelayProperties(
    @Min(0) @Max(65535) int port,
    @DefaultValue("0.0.0.0") String address,
    @DefaultValue("0") @Min(0) int loops,
    @DefaultValue("256MB") DataSize bodyBudget,
    @DefaultValue List<String> allowedPrivateHosts,
    @DefaultValue("1s") @NotNull Duration startHold,
    @DefaultValue("600s") Duration firstByteTimeout,
    @DefaultValue("300s") Duration idleTimeout,
    @DefaultValue("15s") Duration keepAlive,
    @DefaultValue("60s") Duration clientStall,
    @DefaultValue("500ms") Duration journalWait,
    @DefaultValue("630s") Duration callTime,
    @DefaultValue("30s") Duration slowSession,
    @DefaultValue("strict") BalancePolicy balancePolicy,
    @DefaultValue("18s") Duration drain,
    @DefaultValue UpstreamLimits upstream) {

  /**
   * @param initialConcurrency how many calls at once an upstream may have at first; the limit falls
   *     and grows with what it says
   * @param connections open connections to one origin, on one loop
   * @param placeWait how long a call waits where all have as many as they take
   * @param checkInterval how often an upstream that is out is asked how it is; zero for never
   */
  public record UpstreamLimits(
      @DefaultValue("1024") @Min(1) int initialConcurrency,
      @DefaultValue("16384") @Min(1) int connections,
      @DefaultValue("10s") Duration placeWait,
      @DefaultValue("15s") Duration checkInterval) {}
}
