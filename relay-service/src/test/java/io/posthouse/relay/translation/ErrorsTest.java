package io.posthouse.relay.translation;

import static io.posthouse.relay.protocol.Protocol.CHAT;
import static io.posthouse.relay.protocol.Protocol.MESSAGES;
import static io.posthouse.relay.protocol.Protocol.RESPONSES;
import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.relay.protocol.Dialect;
import io.posthouse.relay.protocol.Protocol;
import io.posthouse.relay.protocol.Refusal;
import io.posthouse.relay.protocol.Refusal.Cause;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An upstream's errors in the client's words (protocols.md 3.4). */
class ErrorsTest {

  private static Refusal error(Protocol client, Protocol upstream, int status, String body) {
    return Hub.call(client, upstream, Hub.hello(client))
        .error(status, body.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "This model's maximum context length is 128000 tokens. However, your messages resulted in"
            + " 130007 tokens. | prompt is too long: 130007 tokens > 128000 maximum",
        "This model's maximum context length is 128,000 tokens. However, you requested 130,000"
            + " tokens (120,000 in the messages, 10,000 in the completion). | input length and"
            + " `max_tokens` exceed context limit: 120000 + 10000 > 128000, decrease input length"
            + " or `max_tokens` and try again",
        "Your input exceeds the context window of this model. | prompt is too long",
        "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576). |"
            + " prompt is too long: 1200000 tokens > 1048576 maximum",
      })
  void t38AnOverflowIsSaidAsClaudeCodeReadsIt(String upstreams, String expected) {
    // When
    Refusal refusal =
        error(
            MESSAGES,
            CHAT,
            400,
            "{\"error\":{\"message\":\"" + upstreams + "\",\"code\":\"context_length_exceeded\"}}");

    // Then
    assertThat(refusal.message()).isEqualTo(expected);
    assertThat(refusal.status(Dialect.ANTHROPIC)).isEqualTo(400);
    assertThat(Hub.text(refusal.body(Dialect.ANTHROPIC, "r"))).contains("invalid_request_error");
  }

  @Test
  void t38AnOverflowIsSaidWithOpenAisCode() {
    // When
    Refusal refusal =
        error(
            CHAT,
            MESSAGES,
            400,
            """
            {"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 210000 tokens > 200000 maximum"}}\
            """);

    // Then
    assertThat(refusal.openAiCode()).isEqualTo("context_length_exceeded");
    assertThat(refusal.message()).contains("200000").contains("210000");
  }

  @ParameterizedTest
  @CsvSource({
    "400, BAD_REQUEST, 400, 400",
    "401, UPSTREAM, 502, 502",
    "402, OVERLOADED, 503, 529",
    "403, UPSTREAM, 502, 502",
    "404, UNKNOWN_MODEL, 404, 404",
    "413, TOO_LARGE, 413, 413",
    "422, BAD_REQUEST, 400, 400",
    "429, RATE_LIMITED, 429, 429",
    "500, INTERNAL, 500, 500",
    "502, UPSTREAM, 502, 502",
    "503, OVERLOADED, 503, 529",
    "504, UPSTREAM_TIMEOUT, 504, 504",
    "529, OVERLOADED, 503, 529"
  })
  void statusesAreMapped(int status, Cause cause, int openAi, int anthropic) {
    // When
    Refusal refusal = error(CHAT, MESSAGES, status, "{\"error\":{\"message\":\"why\"}}");

    // Then
    assertThat(refusal.cause()).isEqualTo(cause);
    assertThat(refusal.status(Dialect.OPENAI)).isEqualTo(openAi);
    assertThat(refusal.status(Dialect.ANTHROPIC)).isEqualTo(anthropic);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "see https://platform.example.com/keys now | see [...] now",
        "Incorrect key sk-proj-abcdEFGH1234 given | Incorrect key [...] given",
        "organization org-AbC123456 has no access | organization [...] has no access",
        "key AIzaSyA1234567890 | key [...]",
        "messages.1: too many blocks | messages.1: too many blocks",
      })
  void t31WhatNamesOurAccountsIsTakenOut(String upstreams, String told) {
    assertThat(
            error(CHAT, MESSAGES, 400, "{\"error\":{\"message\":\"" + upstreams + "\"}}").message())
        .isEqualTo(told);
  }

  @ParameterizedTest
  @CsvSource({"401", "402", "403", "429", "500", "503"})
  void t31WhatConcernsOurAccountsKeepsNoneOfTheUpstreamsWords(int status) {
    assertThat(error(CHAT, MESSAGES, status, "{\"error\":{\"message\":\"Acme Ltd\"}}").message())
        .doesNotContain("Acme");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"<html>nope</html>", "''", "[1]", "{\"error\":\"plain\"}", "{\"message\":\"top\"}"})
  void anyBodyWillDo(String body) {
    // When
    Refusal refusal = error(RESPONSES, MESSAGES, 400, body);

    // Then
    assertThat(refusal.cause()).isEqualTo(Cause.BAD_REQUEST);
    assertThat(refusal.message()).isNotEmpty().doesNotContain("<");
  }
}
