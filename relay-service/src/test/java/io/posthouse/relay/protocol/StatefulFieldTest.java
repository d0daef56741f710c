package io.posthouse.relay.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** T56: what names a thing that one account at the provider keeps, wherever it stands. */
class StatefulFieldTest {

  private static String stateful(Surface surface, String rest, int cut) {
    byte[] body = ("{\"model\":\"m\"," + rest + "}").getBytes(StandardCharsets.UTF_8);
    RequestPeek peek = new RequestPeek(surface);
    int first = Math.min(cut, body.length);
    peek.feed(Unpooled.wrappedBuffer(body, 0, first));
    peek.feed(Unpooled.wrappedBuffer(body, first, body.length - first));
    return peek.finish(body.length).hints().stateful();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "MESSAGES  | file_id              | \"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"document\",\"source\":{\"type\":\"file\",\"file_id\":\"f\"}}]}]",
        "MESSAGES  | file_id              | \"messages\":[{\"content\":[{\"type\":\"tool_result\",\"content\":[{\"source\":{\"fil\\u0065_id\":\"f\"}}]}]}]",
        "MESSAGES  | file_id              | \"messages\":[{\"content\":[{\"type\":\"container_upload\",\"file_id\":\"f\"}]}]",
        "MESSAGES  | container            | \"container\":{\"id\":\"c\"}",
        "MESSAGES  | container            | \"container\":\"c\",\"container\":null",
        "CHAT      | file_id              | \"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"file\",\"file\":{\"file_id\":\"f\"}}]}]",
        "CHAT      | id                   | \"messages\":[{\"role\":\"assistant\",\"audio\":{\"voice\":{},\"id\":\"audio_1\"}}]",
        "CHAT      | id                   | \"audio\":{\"voice\":{\"id\":\"voice_1\"}}",
        "RESPONSES | file_id              | \"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_file\",\"file_id\":\"f\"}]}]",
        "RESPONSES | file_ids             | \"tools\":[{\"type\":\"code_interpreter\",\"container\":{\"type\":\"auto\",\"file_ids\":[\"f\"]}}]",
        "RESPONSES | container            | \"tools\":[{\"type\":\"code_interpreter\",\"container\":\"cntr_1\"}]",
        "RESPONSES | container_id         | \"input\":[{\"type\":\"code_interpreter_call\",\"container_id\":\"c\"}]",
        "RESPONSES | vector_store_ids     | \"tools\":[{\"type\":\"file_search\",\"vector_store_ids\":[\"v\"]}]",
        "RESPONSES | item_reference       | \"input\":[{\"type\":\"item_reference\",\"id\":\"m\"}]",
        "RESPONSES | item_reference       | \"input\":[{\"type\":null,\"id\":\"m\"}]",
        "RESPONSES | item_reference       | \"input\":[{\"role\":\"user\",\"content\":\"a\"},{\"id\":\"m\"}]",
        "RESPONSES | background           | \"background\":true,\"background\":false",
        "RESPONSES | previous_response_id | \"previous_response_id\":\"r\"",
        "GENERATE_CONTENT | fileUri       | \"contents\":[{\"parts\":[{\"fileData\":{\"fileUri\":\"https://generativelanguage.googleapis.com/v1beta/files/a\"}}]}]",
        "GENERATE_CONTENT | file_uri      | \"contents\":[{\"parts\":[{\"file_data\":{\"file_uri\":\"HTTPS://%67enerativelanguage.googleapis.com/files/a\"}}]}]",
        "GENERATE_CONTENT | fileUri       | \"contents\":[{\"parts\":[{\"fileData\":{\"fileUri\":\"gs://bucket/a\"}}]}]",
        "GENERATE_CONTENT | fileUri       | \"contents\":[{\"parts\":[{\"fileData\":{\"fileUri\":\"files/a\"}}]}]",
        "GENERATE_CONTENT | fileSearchStoreNames | \"tools\":[{\"fileSearch\":{\"fileSearchStoreNames\":[\"s\"]}}]",
        "GEMINI_COUNT_TOKENS | cachedContent | \"generateContentRequest\":{\"cachedContent\":\"c\"}"
      })
  void isFoundAtAnyDepthHoweverTheBodyIsCut(Surface surface, String field, String rest) {
    for (int cut = 0; cut <= rest.length() + 14; cut++) {
      // When // Then
      assertThat(stateful(surface, rest, cut)).as("cut at %s", cut).isEqualTo(field);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "MESSAGES  | \"messages\":[{\"content\":[{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"get\",\"input\":{\"file_id\":\"f\",\"deep\":[{\"file_id\":\"f\"}]}}]}]",
        "MESSAGES  | \"tools\":[{\"name\":\"get\",\"input_schema\":{\"properties\":{\"file_id\":{\"type\":\"string\"}}},\"input_examples\":[{\"file_id\":\"f\"}]}]",
        "MESSAGES  | \"messages\":[{\"content\":\"file_id \\\"file_id\\\": 1\"}],\"container\":null",
        "MESSAGES  | \"metadata\":{\"user_id\":\"u\",\"file_id\":\"mine\"}",
        "CHAT      | \"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"get\",\"parameters\":{\"properties\":{\"container_id\":{}}}}}]",
        "CHAT      | \"audio\":{\"format\":\"wav\",\"voice\":\"alloy\"},\"messages\":[{\"id\":\"m\"}]",
        "RESPONSES | \"input\":[{\"type\":\"message\",\"id\":\"m\",\"role\":\"assistant\",\"content\":[]},{\"role\":\"user\",\"content\":\"a\"}]",
        "RESPONSES | \"input\":[{\"type\":\"reasoning\",\"id\":\"r\",\"summary\":[],\"encrypted_content\":\"x\"}]",
        "RESPONSES | \"tools\":[{\"type\":\"code_interpreter\",\"container\":{\"type\":\"auto\",\"file_ids\":[]}}],\"background\":false",
        "RESPONSES | \"input\":[{\"type\":\"function_call_output\",\"id\":\"i\",\"call_id\":\"c\",\"output\":\"{\\\"file_id\\\":1}\"}]",
        "GENERATE_CONTENT | \"contents\":[{\"parts\":[{\"fileData\":{\"fileUri\":\"https://example.org/a.pdf\"}},{\"functionCall\":{\"args\":{\"file_id\":\"f\"}}}]}]"
      })
  void aCustomersOwnWordsAreNoReferences(Surface surface, String rest) {
    assertThat(stateful(surface, rest, 20)).isNull();
  }

  @Test
  void aFreeObjectEndsWhereItEnds() {
    assertThat(
            stateful(
                Surface.MESSAGES,
                "\"messages\":[{\"content\":[{\"input\":{\"a\":{\"b\":[]}},\"file_id\":\"f\"}]}]",
                0))
        .isEqualTo("file_id");
  }
}
