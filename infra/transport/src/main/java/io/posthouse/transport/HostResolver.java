package io.posthouse.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Turns names into addresses without blocking the asking thread. */
@FunctionalInterface
public interface HostResolver {

  /**
   * All addresses of a host; fails with {@link UnknownHostException}. A literal is its own address.
   */
  CompletionStage<List<InetAddress>> resolve(String host);

  /** The system's resolver, asked on a virtual thread. The JVM caches its answers. */
  static HostResolver system() {
    return host -> {
      CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
      Thread.ofVirtual()
          .name("resolve-" + host)
          .start(
              () -> {
                try {
                  answer.complete(List.of(InetAddress.getAllByName(host)));
                } catch (UnknownHostException | RuntimeException unknown) {
                  answer.completeExceptionally(unknown);
                }
              });
      return answer;
    };
  }
}
