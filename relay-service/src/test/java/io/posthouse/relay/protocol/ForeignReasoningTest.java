package io.posthouse.relay.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * T55 on pass-through: what we sealed for another provider is taken out, and nothing else. In the
 * tables a quote is written as an apostrophe.
 */
class ForeignReasoningTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String FOREIGN =
      "{'type':'thinking','thinking':'hm ]}','signature':'Posthse1" + "A".repeat(9000) + "'}";
  private static final String OWN =
      "{'type':'thinking','thinking':'Posthse1','signature':'EqQBCg'}";
  private static final String ITEM =
      "{'type':'reasoning','summary':[],'encrypted_content':'Posthse1AAAA'}";
  private static final String SIGNED = "'reasoning_signature':'Posthse1AAAA'";
  private static final String EXTRA =
      "'extra_content':{'google':{'thought_signature':'Posthse1AA'}}";
  private static final String THOUGHT = "{'text':'Let ]}','thought':true}";
  private static final String END = "{'text':'','thought':true,'thoughtSignature':'Posthse1AAAA'}";
  private static final String LOST = "'skip_thought_signature_validator'";

  private static String passed(Surface surface, String body, int cutAt) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    int cut = Math.min(cutAt, bytes.length);
    RequestPeek peek =
        new RequestPeek(new Endpoint.Call(surface, surface.modelInPath() ? "m" : null, false));
    peek.feed(Unpooled.wrappedBuffer(bytes, 0, cut));
    peek.feed(Unpooled.wrappedBuffer(bytes, cut, bytes.length - cut));
    ModelCall call = peek.finish(bytes.length);
    ByteBuf all = Unpooled.wrappedBuffer(bytes);
    ByteBuf spliced = Splice.body(all.alloc(), all, call, "m", false, null);
    try {
      return spliced.toString(StandardCharsets.UTF_8);
    } finally {
      spliced.release();
    }
  }

  private static String body(Surface surface, String rest) {
    String filled =
        rest.replace("FOREIGN", FOREIGN)
            .replace("OWN", OWN)
            .replace("ITEM", ITEM)
            .replace("SIGNED", SIGNED)
            .replace("EXTRA", EXTRA)
            .replace("THOUGHT", THOUGHT)
            .replace("END", END)
            .replace("LOST", LOST);
    String model = surface.modelInPath() ? "{" : "{'model':'m',";
    return (model + filled + "}").replace('\'', '"');
  }

  private static void passes(Surface surface, String rest, String expected) {
    String wanted = body(surface, expected);
    JSON.readTree(wanted);
    for (int cut = 0; cut < 160; cut++) {
      assertThat(passed(surface, body(surface, rest), cut)).as("cut at %s", cut).isEqualTo(wanted);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'messages':[{'content':[FOREIGN , {'a':1}]},{'content':[OWN]}] | 'messages':[{'content':[{'a':1}]},{'content':[OWN]}]",
        "'messages':[{'content':[OWN,FOREIGN, FOREIGN,{'a':[]}]}] | 'messages':[{'content':[OWN,{'a':[]}]}]",
        "'messages':[{'content':[FOREIGN,FOREIGN,OWN,FOREIGN]}],'x':1 | 'messages':[{'content':[OWN]}],'x':1",
        "'messages':[{'content':[{'type':'redacted_thinking','data':'Posthse1x'},{'a':1}]}] | 'messages':[{'content':[{'a':1}]}]",
        "'messages':[{'content':'hi'},{'content':[FOREIGN]},{'content':'Posthse1'}] | 'messages':[{'content':'hi'},{'content':'Posthse1'}]",
        "'messages':[{'content':'hi'}, {'content':[FOREIGN],'role':'assistant'} ] | 'messages':[{'content':'hi'} ]"
      })
  void aBlockIsTakenOutWithItsComma(String rest, String expected) {
    passes(Surface.MESSAGES, rest, expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'input':[{'role':'user'},ITEM,{'type':'function_call'}] | 'input':[{'role':'user'},{'type':'function_call'}]",
        "'input':[{'role':'user'},ITEM, ITEM],'x':1 | 'input':[{'role':'user'}],'x':1"
      })
  void anItemIsTakenOutWithItsComma(String rest, String expected) {
    passes(Surface.RESPONSES, rest, expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'messages':[{'content':'a','reasoning_content':'h]}','reasoning_signature':'Posthse1A','x':1e2}] | 'messages':[{'content':'a','x':1e2}]",
        "'messages':[{SIGNED,'content':'a','reasoning_content':'h'},{'content':'b'}] | 'messages':[{'content':'a'},{'content':'b'}]",
        "'messages':[{'content':null,'tool_calls':[{'id':'c','function':{'name':'f'},EXTRA},{'id':'d'}],SIGNED}] | 'messages':[{'content':null,'tool_calls':[{'id':'c','function':{'name':'f'}},{'id':'d'}]}]",
        "'messages':[{'tool_calls':[{EXTRA, 'id':'c'}]}] | 'messages':[{'tool_calls':[{'id':'c'}]}]"
      })
  void aChatMessagesFieldsAreTakenOutWithTheirCommas(String rest, String expected) {
    passes(Surface.CHAT, rest, expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'contents':[{'role':'model','parts':[THOUGHT, THOUGHT,END,{'text':'ok'}]}] | 'contents':[{'role':'model','parts':[{'text':'ok'}]}]",
        "'contents':[{'parts':[{'text':'ok'},END]}] | 'contents':[{'parts':[{'text':'ok'}]}]",
        "'contents':[{'parts':[{'text':'hi'}]},{'parts':[THOUGHT,END],'role':'model'},{'parts':[{'text':'on'}]}] | 'contents':[{'parts':[{'text':'hi'}]},{'parts':[{'text':'on'}]}]",
        "'contents':[{'parts':[{'functionCall':{'name':'f','args':{'thoughtSignature':'Posthse1'}},'thoughtSignature' : 'Posthse1A'}]}] | 'contents':[{'parts':[{'functionCall':{'name':'f','args':{'thoughtSignature':'Posthse1'}},'thoughtSignature' : LOST}]}]",
        "'contents':[{'parts':[{'thought_signature':'Posthse1A','function_call':{'name':'f'}}]}] | 'contents':[{'parts':[{'thought_signature':LOST,'function_call':{'name':'f'}}]}]",
        "'contents':[{'parts':[{'text':'ok','thoughtSignature':'Posthse1A'}]}] | 'contents':[{'parts':[{'text':'ok'}]}]",
        "'contents':[{'parts':[THOUGHT,{'functionCall':{},'thoughtSignature':'Posthse1A'},END]}] | 'contents':[{'parts':[THOUGHT,{'functionCall':{},'thoughtSignature':LOST}]}]"
      })
  void aPartIsTakenOutAndACallsSignatureIsSaidToBeLost(String rest, String expected) {
    passes(Surface.GENERATE_CONTENT, rest, expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "MESSAGES | 'messages':[{'content':[FOREIGN]}]",
        "MESSAGES | 'messages':[{'content':[{'type':'tool_result','content':[FOREIGN,OWN]}]}]",
        "MESSAGES | 'messages':[{'content':[OWN,{'type':'text','text':'Posthse1'}]}]",
        "MESSAGES | 'messages':[{'content':{'a':FOREIGN,'b':1}}],'metadata':{'content':[FOREIGN]}",
        "RESPONSES | 'input':[ITEM]",
        "RESPONSES | 'input':'Posthse1'",
        "RESPONSES | 'input':{'a':ITEM,'b':{}}",
        "CHAT | 'messages':[{'content':'Posthse1','reasoning_content':'Posthse1','reasoning_signature':'EqQ'}]",
        "CHAT | 'messages':[{'tool_calls':[{'function':{'arguments':'Posthse1'},'extra_content':{'google':{'thought_signature':'EqQ'}}}]}]",
        "CHAT | 'messages':[{'tool_calls':[{}]}],'tools':[{'function':{EXTRA}}],'metadata':{'x':{'y':{EXTRA}}}",
        "GENERATE_CONTENT | 'contents':[{'parts':[THOUGHT,{'text':'','thought':true,'thoughtSignature':'EqQ'},{'text':'Posthse1'}]}]",
        "GENERATE_CONTENT | 'contents':[{'parts':[THOUGHT,THOUGHT]},{'parts':[{'functionCall':{'name':'f'}}]}]",
        "GENERATE_CONTENT | 'contents':[{'parts':[END]}]"
      })
  void whatIsTheClientsOwnStays(Surface surface, String rest) {
    passes(surface, rest, rest);
  }
}
