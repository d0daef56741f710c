package io.posthouse.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.core.JsonValue;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.Reasoning;
import com.openai.models.ReasoningEffort;
import com.openai.models.responses.EasyInputMessage;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseIncludable;
import com.openai.models.responses.ResponseInputImage;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseOutputItem;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * OpenAI's official SDK for Java, Responses, against an upstream that speaks Anthropic Messages
 * (P01, P02).
 */
class OpenAiResponsesJavaSdkIT extends OpenAiJavaSdk {

  private Response respond(ResponseCreateParams asked, boolean stream) {
    if (!stream) {
      return client.responses().create(asked);
    }
    ResponseAccumulator whole = ResponseAccumulator.create();
    streamed(asked).forEach(whole::accumulate);
    return whole.response();
  }

  private static String text(Response answer) {
    return answer.output().stream()
        .filter(ResponseOutputItem::isMessage)
        .map(item -> item.asMessage().content().getFirst().asOutputText().text())
        .collect(Collectors.joining());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void responsesTextAndUsage(boolean stream) {
    Response answer =
        respond(
            ResponseCreateParams.builder()
                .model(sale.model())
                .instructions("Be brief.")
                .input("[[say " + SAID + "]]")
                .build(),
            stream);

    assertThat(text(answer)).isEqualTo(SAID);
    assertThat(answer.usage().orElseThrow().inputTokens()).isEqualTo(25);
    assertThat(answer.usage().orElseThrow().inputTokensDetails().cachedTokens()).isEqualTo(5);
    assertThat(answer.usage().orElseThrow().outputTokens()).isEqualTo(12);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void responsesToolsWithReasoningThatIsHandedBack(boolean stream) {
    // Given
    List<ResponseInputItem> input = new ArrayList<>();
    input.add(
        ResponseInputItem.ofEasyInputMessage(
            EasyInputMessage.builder()
                .role(EasyInputMessage.Role.USER)
                .content(TWO_CALLS + " [[think]]")
                .build()));
    ResponseCreateParams.Builder asked =
        ResponseCreateParams.builder()
            .model(sale.model())
            .store(false)
            .addTool(tool("weather", "city"))
            .addTool(tool("clock"))
            .addInclude(ResponseIncludable.REASONING_ENCRYPTED_CONTENT)
            .reasoning(
                Reasoning.builder()
                    .effort(ReasoningEffort.LOW)
                    .summary(Reasoning.Summary.AUTO)
                    .build());

    // When
    Response first = respond(asked.inputOfResponse(input).build(), stream);
    List<ResponseFunctionToolCall> calls = new ArrayList<>();
    for (ResponseOutputItem item : first.output()) {
      if (item.isReasoning()) {
        input.add(ResponseInputItem.ofReasoning(item.asReasoning()));
      } else if (item.isMessage()) {
        input.add(ResponseInputItem.ofResponseOutputMessage(item.asMessage()));
      } else {
        calls.add(item.asFunctionCall());
        input.add(ResponseInputItem.ofFunctionCall(item.asFunctionCall()));
      }
    }
    input.add(output(calls.getFirst(), "rain"));
    input.add(output(calls.getLast(), "noon"));
    Response second = respond(asked.inputOfResponse(input).build(), stream);

    // Then
    assertThat(calls)
        .extracting(ResponseFunctionToolCall::name)
        .containsExactly("weather", "clock");
    assertThat(first.output().getFirst().asReasoning().encryptedContent()).isPresent();
    assertThat(text(second)).isEqualTo("The tool said: rain | noon");
  }

  private static FunctionTool tool(String name, String... properties) {
    FunctionTool.Parameters.Builder parameters = FunctionTool.Parameters.builder();
    schema(properties)
        .forEach((key, value) -> parameters.putAdditionalProperty(key, JsonValue.from(value)));
    return FunctionTool.builder()
        .name(name)
        .description("Tells the " + name + ".")
        .parameters(parameters.build())
        .strict(true)
        .build();
  }

  private static ResponseInputItem output(ResponseFunctionToolCall call, String said) {
    return ResponseInputItem.ofFunctionCallOutput(
        ResponseInputItem.FunctionCallOutput.builder().callId(call.callId()).output(said).build());
  }

  @Test
  void responsesImage() {
    var message =
        ResponseInputItem.Message.builder()
            .role(ResponseInputItem.Message.Role.USER)
            .addInputTextContent("What is it?")
            .addContent(
                ResponseInputImage.builder()
                    .detail(ResponseInputImage.Detail.AUTO)
                    .imageUrl("data:image/png;base64," + PIXEL)
                    .build())
            .build();

    Response answer =
        respond(
            ResponseCreateParams.builder()
                .model(sale.model())
                .inputOfResponse(List.of(ResponseInputItem.ofMessage(message)))
                .build(),
            false);

    assertThat(text(answer)).isEqualTo("I see image/png 70.");
  }
}
