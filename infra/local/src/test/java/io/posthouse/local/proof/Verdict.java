package io.posthouse.local.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What clients, the upstream and the books say of the same calls, compared call by call.
 *
 * @param calls how many were made
 * @param ended of which the client saw the end
 * @param reached that came to the upstream
 * @param finished whose answer the upstream told to the end
 * @param charged for what the upstream reported
 * @param crashed that a killed relay had not closed: charged for what it had written of them
 * @param wrongs sentences about what must not be
 */
record Verdict(
    int calls,
    int ended,
    int reached,
    int finished,
    int charged,
    int crashed,
    List<String> wrongs) {

  Verdict {
    wrongs = List.copyOf(wrongs);
  }

  static Verdict of(
      List<Call> calls, Map<String, List<Boolean>> upstream, Map<UUID, Books.Charged> books) {
    List<String> wrongs = new ArrayList<>();
    int ended = 0;
    int reached = 0;
    int finished = 0;
    int charged = 0;
    int crashed = 0;
    for (Call call : calls) {
      List<Boolean> there = upstream.getOrDefault(call.digest(), List.of());
      Books.Charged here = books.get(call.id());
      boolean whole = there.contains(true);
      boolean crash = here != null && here.source().equals("crash");
      ended += call.sawTheEnd() ? 1 : 0;
      reached += there.isEmpty() ? 0 : 1;
      finished += whole ? 1 : 0;
      crashed += crash ? 1 : 0;
      charged += here != null && here.charge().signum() > 0 && !crash ? 1 : 0;
      String wrong = wrong(call, there, here);
      if (wrong != null) {
        wrongs.add(wrong + ": " + call + " upstream=" + there + " books=" + here);
      }
    }
    return new Verdict(calls.size(), ended, reached, finished, charged, crashed, wrongs);
  }

  private static String wrong(Call call, List<Boolean> there, Books.Charged here) {
    if (there.size() > 1) {
      return "came to the upstream more than once";
    }
    if (here == null) {
      return there.isEmpty() ? null : "came to the upstream and is not in the books";
    }
    boolean crash = here.source().equals("crash");
    if (call.sawTheEnd() && crash) {
      return "its client saw the end and the books do not know it";
    }
    if (there.isEmpty() && here.charge().signum() > 0) {
      return "charged though it never came to the upstream";
    }
    if (crash) {
      return here.charge().compareTo(call.kind().cost()) > 0 ? "charged too much" : null;
    }
    if (there.contains(true)) {
      return here.charge().compareTo(call.kind().cost()) == 0
              && here.input() == Kind.INPUT
              && here.output() == call.kind().output
          ? null
          : "not charged what the upstream reported";
    }
    return here.charge().signum() > 0 ? "charged though the upstream did not finish" : null;
  }

  /** The figures, for people. */
  String figures() {
    return "%d calls, %d ended well, %d reached the upstream, %d finished there, %d charged as reported, %d as a killed relay left them"
        .formatted(calls, ended, reached, finished, charged, crashed);
  }
}
