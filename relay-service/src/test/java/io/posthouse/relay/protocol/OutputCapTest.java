package io.posthouse.relay.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputCapTest {

  /** The body with a cap of 99, where there is a place for one. */
  private static String capped(Surface surface, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    ByteBuf all = Unpooled.wrappedBuffer(bytes);
    RequestPeek peek =
        new RequestPeek(new Endpoint.Call(surface, surface.modelInPath() ? "m" : null, false));
    peek.feed(all.duplicate());
    ModelCall call = peek.finish(bytes.length);
    ByteBuf said = Splice.capped(all.alloc(), all, call, 99L);
    try {
      return said.toString(StandardCharsets.UTF_8);
    } finally {
      said.release();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "CHAT | {'model':'m'} | {'max_completion_tokens':99,'model':'m'}",
        "CHAT | { 'model':'m', 'max_tokens' : null } | { 'model':'m', 'max_tokens' : 99 }",
        "CHAT | {'model':'m','max_tokens':null,'max_completion_tokens':null} | {'model':'m','max_tokens':null,'max_completion_tokens':99}",
        "MESSAGES | {'model':'m'} | {'max_tokens':99,'model':'m'}",
        "RESPONSES | {'model':'m'} | {'max_output_tokens':99,'model':'m'}",
        "GENERATE_CONTENT | {'contents':[]} | {'generationConfig':{'maxOutputTokens':99},'contents':[]}",
        "GENERATE_CONTENT | {'generationConfig':{'topK':1}} | {'generationConfig':{'maxOutputTokens':99,'topK':1}}",
        "GENERATE_CONTENT | {'generation_config': {} } | {'generation_config': {'maxOutputTokens':99} }",
      })
  void isPutInWhereTheClientSetNone(Surface surface, String body, String expected) {
    assertThat(capped(surface, body.replace('\'', '"'))).isEqualTo(expected.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "CHAT | {'model':'m','max_tokens':5}",
        "CHAT | {'model':'m','max_completion_tokens':null,'max_tokens':5}",
        "CHAT | {'model':'m','max_tokens':'many'}",
        "EMBEDDINGS | {'model':'m','input':'x'}",
        "GENERATE_CONTENT | {'generationConfig':{'max_output_tokens':5}}",
        "GENERATE_CONTENT | {'generationConfig':[]}",
        "GENERATE_CONTENT | {}",
      })
  void leavesWhateverTheClientSaidItself(Surface surface, String body) {
    assertThat(capped(surface, body.replace('\'', '"'))).isEqualTo(body.replace('\'', '"'));
  }
}
