package io.posthouse.billing.wallet.web;

import io.posthouse.billing.money.Currency;
import io.posthouse.billing.wallet.CreditLeases;
import io.posthouse.billing.wallet.LeaseDesk;
import io.posthouse.billing.wallet.RelayNodes;
import io.posthouse.billing.web.MoneyView;
import io.posthouse.web.ProblemException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Relay nodes' epochs. */
@RestController
@RequestMapping("/internal/nodes/{node}/epochs")
class NodeController {

  private static final Pattern NODE = Pattern.compile("[A-Za-z0-9._-]{1,100}");

  private static final int MOST = 1_000;

  private final RelayNodes nodes;
  private final LeaseDesk desk;
  private final CreditLeases leases;

  NodeController(RelayNodes nodes, LeaseDesk desk, CreditLeases leases) {
    this.nodes = nodes;
    this.desk = desk;
    this.leases = leases;
  }

  record Epoch(long epoch) {}

  record Final(@Nullable Long lastSeq) {}

  record Held(@Nullable UUID leaseId, @Nullable MoneyView returned, @Nullable Boolean over) {

    LeaseDesk.Report report() {
      UUID id = leaseId();
      MoneyView back = returned();
      if (id == null || back == null) {
        throw ProblemException.badRequest("leases: leaseId or returned is missing");
      }
      return new LeaseDesk.Report(
          id, back.toMoney("leases.returned", Currency.USD), Boolean.TRUE.equals(over()));
    }
  }

  record Renewal(@Nullable List<Held> leases) {}

  /**
   * @param active the leases that may go on being spent from
   */
  record Renewed(long validSeconds, List<String> active) {}

  @PostMapping
  Epoch start(@PathVariable String node) {
    return new Epoch(nodes.startEpoch(checked(node)));
  }

  @PostMapping("/{epoch}/final")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void finish(@PathVariable String node, @PathVariable long epoch, @RequestBody Final report) {
    Long lastSeq = report.lastSeq();
    if (lastSeq == null || lastSeq < 0) {
      throw ProblemException.badRequest("lastSeq: " + lastSeq + " (expected: >= 0)");
    }
    if (!nodes.finish(checked(node), epoch, lastSeq)) {
      throw ProblemException.notFound("epoch " + epoch + " of node " + node);
    }
  }

  @PostMapping("/{epoch}/renewals")
  Renewed renew(@PathVariable String node, @PathVariable long epoch, @RequestBody Renewal renewal) {
    List<Held> held = renewal.leases();
    if (held == null || held.size() > MOST) {
      throw ProblemException.badRequest("leases: missing or more than " + MOST);
    }
    Set<UUID> active = desk.report(checked(node), epoch, held.stream().map(Held::report).toList());
    return new Renewed(
        leases.validSeconds(), active.stream().map(UUID::toString).sorted().toList());
  }

  private static String checked(String node) {
    if (!NODE.matcher(node).matches()) {
      throw ProblemException.badRequest("node: malformed (expected: " + NODE.pattern() + ")");
    }
    return node;
  }
}
