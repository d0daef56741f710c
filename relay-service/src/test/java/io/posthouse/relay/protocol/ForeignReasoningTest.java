package io.posthouse.relay.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** T55 on pass-through: what we sealed for another provider is taken out, and nothing else. */
class ForeignReasoningTest {

  private static final String FOREIGN =
      "{\"type\":\"thinking\",\"thinking\":\"hm ]}\",\"signature\":\"Posthse1"
          + "A".repeat(9000)
          + "\"}";
  private static final String OWN =
      "{\"type\":\"thinking\",\"thinking\":\"Posthse1\",\"signature\":\"EqQBCg\"}";
  private static final String ITEM =
      "{\"type\":\"reasoning\",\"summary\":[],\"encrypted_content\":\"Posthse1AAAA\"}";

  private static String passed(Surface surface, String rest, int cutAt) {
    byte[] body = ("{\"model\":\"m\"," + filled(rest) + "}").getBytes(StandardCharsets.UTF_8);
    int cut = Math.min(cutAt, body.length);
    RequestPeek peek = new RequestPeek(surface);
    peek.feed(Unpooled.wrappedBuffer(body, 0, cut));
    peek.feed(Unpooled.wrappedBuffer(body, cut, body.length - cut));
    ModelCall call = peek.finish(body.length);
    ByteBuf all = Unpooled.wrappedBuffer(body);
    return Splice.body(all.alloc(), all, call, "m", false, null).toString(StandardCharsets.UTF_8);
  }

  private static String filled(String text) {
    return text.replace("FOREIGN", FOREIGN).replace("OWN", OWN).replace("ITEM", ITEM);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "MESSAGES | \"messages\":[{\"content\":[FOREIGN , {\"a\":1}]},{\"content\":[OWN]}] | \"messages\":[{\"content\":[{\"a\":1}]},{\"content\":[OWN]}]",
        "MESSAGES | \"messages\":[{\"content\":[OWN,FOREIGN, FOREIGN,{\"a\":[]}]}] | \"messages\":[{\"content\":[OWN,{\"a\":[]}]}]",
        "MESSAGES | \"messages\":[{\"content\":[FOREIGN,FOREIGN,OWN,FOREIGN]}],\"x\":1 | \"messages\":[{\"content\":[OWN]}],\"x\":1",
        "MESSAGES | \"messages\":[{\"content\":[{\"type\":\"redacted_thinking\",\"data\":\"Posthse1x\"},{\"a\":1}]}] | \"messages\":[{\"content\":[{\"a\":1}]}]",
        "RESPONSES | \"input\":[{\"role\":\"user\"},ITEM,{\"type\":\"function_call\"}] | \"input\":[{\"role\":\"user\"},{\"type\":\"function_call\"}]"
      })
  void isTakenOutWithItsComma(Surface surface, String rest, String expected) {
    String wanted = "{\"model\":\"m\"," + filled(expected) + "}";
    for (int cut : new int[] {0, 30, 31, 33, 45, 80, 100, 120}) {
      assertThat(passed(surface, rest, cut)).as("cut at %s", cut).isEqualTo(wanted);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "MESSAGES | \"messages\":[{\"content\":[FOREIGN]},{\"content\":\"Posthse1\"}]",
        "MESSAGES | \"messages\":[{\"content\":[{\"type\":\"tool_result\",\"content\":[FOREIGN,OWN]}]}]",
        "MESSAGES | \"messages\":[{\"content\":[OWN,{\"type\":\"text\",\"text\":\"Posthse1\"}]}]",
        "RESPONSES | \"input\":[ITEM]",
        "RESPONSES | \"input\":\"Posthse1\""
      })
  void whatIsTheClientsOwnStays(Surface surface, String rest) {
    assertThat(passed(surface, rest, 30)).isEqualTo("{\"model\":\"m\"," + filled(rest) + "}");
  }
}
