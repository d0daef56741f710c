package io.posthouse.relay.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputBoundTest {

  private static final String FILE = "QUJD".repeat(20_000);

  private static ModelCall.Bounds bounds(Surface surface, String fields) {
    byte[] body = body(fields).getBytes(StandardCharsets.UTF_8);
    RequestPeek peek = new RequestPeek(surface);
    for (byte each : body) {
      peek.feed(Unpooled.wrappedBuffer(new byte[] {each}));
    }
    return peek.finish(body.length).bounds();
  }

  private static String body(String fields) {
    return "{\"model\":\"m\"," + fields.replace('\'', '"').replace("FILE", FILE) + "}";
  }

  @Test
  void textIsItsBytesAndToolsHaveAPreamble() {
    // Given
    String text = "'messages':[{'role':'user','content':'\u9A7F\u7AD9'}]";
    String tool = ",'tools':[{'name':'fetch','input_schema':{'properties':{'url':{},'data':{}}}}]";

    // When // Then
    assertThat(bounds(Surface.MESSAGES, text).inputTokens())
        .isEqualTo(body(text).getBytes(StandardCharsets.UTF_8).length);
    assertThat(bounds(Surface.MESSAGES, text + tool).inputTokens())
        .isEqualTo(body(text + tool).getBytes(StandardCharsets.UTF_8).length + 1_024);
    assertThat(bounds(Surface.MESSAGES, text + ",'tools':[]").inputTokens()).isLessThan(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "MESSAGES | 'messages':[{'content':[{'type':'image','source':{'type':'base64','media_type':'image/png','data':'FILE'}}]}] | 5000",
        "MESSAGES | 'messages':[{'content':[{'type':'image','source':{'data':'FILE','media_type':'image\\/png'}}]}] | 5000",
        "CHAT | 'messages':[{'content':[{'type':'image_url','image_url':{'url':'data:image/png;base64,FILE'}}]}] | 16384",
        "RESPONSES | 'input':[{'content':[{'type':'input_image','image_url':'data:image/png;base64,FILE'}]}] | 16384",
        "GENERATE_CONTENT | 'contents':[{'parts':[{'inlineData':{'mimeType':'image/png','data':'FILE'}}]}] | 5000",
        "GENERATE_CONTENT | 'contents':[{'parts':[{'inline_data':{'mime_type':'audio/mp3','data':'FILE'}}]}] | 5000",
        "CHAT | 'messages':[{'content':[{'type':'input_audio','input_audio':{'data':'FILE','format':'mp3'}}]}] | 5000",
      })
  void picturesAndSoundCountByWhatTheyAreNotByTheirBytes(
      Surface surface, String fields, long most) {
    assertThat(bounds(surface, fields.strip()).inputTokens()).isBetween(most, most + 200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "MESSAGES | 'messages':[{'content':[{'type':'image','source':{'type':'url','url':'https://x/y.png'}}]}]",
        "MESSAGES | 'messages':[{'content':[{'type':'document','source':{'media_type':'application/pdf','data':'FILE'}}]}]",
        "MESSAGES | 'messages':[{'content':[{'type':'document','source':{'type':'file','file_id':'f'}}]}]",
        "MESSAGES | 'messages':[{'content':[{'s\\u006furce':{'url':'https://x/y.png'}}]}]",
        "CHAT | 'messages':[{'content':[{'type':'image_url','image_url':{'url':'https://x/y.png'}}]}]",
        "CHAT | 'messages':[{'content':[{'type':'file','file':{'file_data':'data:application/pdf;base64,FILE'}}]}]",
        "RESPONSES | 'input':[{'content':[{'type':'input_file','file_url':'https://x/y.pdf'}]}]",
        "RESPONSES | 'input':'x','previous_response_id':'r'",
        "GENERATE_CONTENT | 'contents':[{'parts':[{'fileData':{'fileUri':'https://x/y.mp4'}}]}]",
        "GENERATE_CONTENT | 'contents':[],'cachedContent':'c'",
      })
  void whatIsNotInTheBodyOrIsPackedMayBeAsMuchAsTheModelTakes(Surface surface, String fields) {
    assertThat(bounds(surface, fields.strip()).inputTokens()).isEqualTo(ModelCall.Bounds.OPEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'messages':[{'content':[{'type':'tool_use','id':'a','name':'fetch','input':{'url':'https://x','source':{'url':'https://y'}}}]}]",
        "'messages':[{'content':[{'type':'text','text':'https://x','citations':[{'url':'https://y'}]}]}]",
        "'messages':[],'metadata':{'source':{'url':'https://x'}}"
      })
  void anAddressThatNobodyReadsIsText(String fields) {
    assertThat(bounds(Surface.MESSAGES, fields).inputTokens()).isLessThan(300);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "MESSAGES | 'messages':[],'tools':[{'type':'web_search_20250305','name':'web_search'},{'name':'own'}] | 16",
        "MESSAGES | 'messages':[],'mcp_servers':[{'url':'https://x'}],'tools':[{'type':'code_execution_20250825'}] | 32",
        "MESSAGES | 'messages':[],'tools':[{'type':'bash_20250124'},{'type':'custom','name':'x'}] | 0",
        "CHAT | 'messages':[],'web_search_options':{} | 16",
        "CHAT | 'messages':[],'tools':[{'type':'function','function':{'name':'type','parameters':{'type':'object'}}}] | 0",
        "RESPONSES | 'input':'x','tools':[{'type':'web_search'},{'type':'function'}] | 16",
        "RESPONSES | 'input':'x','tools':[{'type':'web_search'}],'max_tool_calls':3 | 3",
        "GENERATE_CONTENT | 'contents':[],'tools':[{'googleSearch':{}},{'functionDeclarations':[]}] | 16",
      })
  void hostedToolsAreCountedAndReadWhatTheyFind(Surface surface, String fields, long uses) {
    // When
    ModelCall.Bounds bounds = bounds(surface, fields.strip());

    // Then
    assertThat(bounds.toolUses()).isEqualTo(uses);
    assertThat(bounds.inputTokens() == ModelCall.Bounds.OPEN).isEqualTo(uses > 0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "MESSAGES | 'messages':[{'content':'image/png'}] | false | false",
        "MESSAGES | 'messages':[{'content':[{'type':'image','source':{'media_type':'image/png','data':'FILE'}}]}] | false | true",
        "CHAT | 'messages':[{'content':[{'type':'image_url','image_url':{'url':'data:image/png;base64,FILE'}}]}] | false | true",
        "CHAT | 'messages':[{'content':[{'type':'input_audio','input_audio':{'data':'FILE','format':'mp3'}}]}] | true | false",
        "GENERATE_CONTENT | 'contents':[{'parts':[{'inlineData':{'mimeType':'audio/mp3','data':'FILE'}},{'inlineData':{'mimeType':'image/png','data':'FILE'}}]}] | true | true",
        "GENERATE_CONTENT | 'contents':[{'parts':[{'fileData':{'fileUri':'https://x/y'}}]}] | true | true",
        "GENERATE_CONTENT | 'contents':[{'parts':[{'inlineData':{'mimeType':'video/mp4','data':'FILE'}}]}] | true | true",
        "CHAT | 'messages':[],'web_search_options':{} | true | true",
        "RESPONSES | 'input':'x','previous_response_id':'r' | true | true",
      })
  void whatTheInputCanBeBesideTextIsInTheBodyOrOpen(
      Surface surface, String fields, boolean sound, boolean pictures) {
    assertThat(bounds(surface, fields.strip()).input())
        .isEqualTo(new ModelCall.Media(sound, pictures));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "CHAT | 'messages':[] | true | true",
        "CHAT | 'messages':[],'modalities':null | true | true",
        "CHAT | 'messages':[],'modalities':['text'] | false | false",
        "CHAT | 'messages':[],'modalities':['text','audio'] | true | false",
        "CHAT | 'messages':[],'modalities':['image','text'] | false | true",
        "CHAT | 'messages':[],'modalities':['smell'] | true | true",
        "CHAT | 'messages':[{'modalities':['text']}] | true | true",
        "GENERATE_CONTENT | 'contents':[] | true | true",
        "GENERATE_CONTENT | 'contents':[],'generationConfig':{'responseModalities':['TEXT']} | false | false",
        "GENERATE_CONTENT | 'contents':[],'generationConfig':{'responseModalities':['TEXT','IMAGE']} | false | true",
        "GENERATE_CONTENT | 'contents':[],'generation_config':{'response_modalities':['AUDIO']} | true | false",
        "GENERATE_CONTENT | 'contents':[],'generationConfig':{'responseModalities':['TEXT'],'response_modalities':['AUDIO']} | true | true",
        "MESSAGES | 'messages':[],'modalities':['text'] | true | true",
      })
  void whatTheAnswerCanBeBesideTextIsWhatTheCallNamesOrAnything(
      Surface surface, String fields, boolean sound, boolean pictures) {
    assertThat(bounds(surface, fields.strip()).output())
        .isEqualTo(new ModelCall.Media(sound, pictures));
  }
}
