package io.posthouse.relay.translation;

import io.posthouse.relay.protocol.Protocol;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Every client with every upstream of another protocol. */
final class AllPairs {

  private AllPairs() {}

  static Stream<Arguments> pairs() {
    return Arrays.stream(Protocol.values())
        .flatMap(
            client ->
                Arrays.stream(Protocol.values())
                    .filter(upstream -> upstream != client)
                    .map(upstream -> Arguments.of(client, upstream)));
  }
}
