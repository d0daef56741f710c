package io.posthouse.billing.wallet.web;

import io.posthouse.billing.wallet.RelayNodes;
import io.posthouse.web.ProblemException;
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

  private final RelayNodes nodes;

  NodeController(RelayNodes nodes) {
    this.nodes = nodes;
  }

  record Epoch(long epoch) {}

  record Final(@Nullable Long lastSeq) {}

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

  private static String checked(String node) {
    if (!NODE.matcher(node).matches()) {
      throw ProblemException.badRequest("node: malformed (expected: " + NODE.pattern() + ")");
    }
    return node;
  }
}
