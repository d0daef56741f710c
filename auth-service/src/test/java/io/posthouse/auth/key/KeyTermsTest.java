package io.posthouse.auth.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class KeyTermsTest {

  private static final JsonMapper json = JsonMapper.builder().build();

  @Test
  void needsNoMoreThanAName() {
    // When
    KeyTerms terms = json.readValue("{\"name\":\" laptop \"}", KeyTerms.class);

    // Then
    assertThat(terms.name()).isEqualTo("laptop");
    assertThat(terms.channels()).isEmpty();
    assertThat(terms.spendLimit()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | name: missing",
        "{'name':' '} | name: missing",
        "{'name':'a\\u0000b'} | name: too long or with control characters",
        "{'name':'a','channels':['Demo']} | channels[0]: not a name",
        "{'name':'a','channels':['demo','demo']} | channels: an entry stands twice",
        "{'name':'a','models':[null]} | models: null",
        "{'name':'a','allowedIps':['203.0.113.7/24']} | allowedIps[0]: bits are set",
        "{'name':'a','spendLimit':{'amount':{'amount':'-1','currency':'USD'},'period':'day'}} | spendLimit.amount.amount",
        "{'name':'a','spendLimit':{'amount':{'amount':'0','currency':'USD'},'period':'day'}} | spendLimit.amount.amount",
        "{'name':'a','spendLimit':{'amount':{'amount':'1e3','currency':'USD'},'period':'day'}} | spendLimit.amount.amount",
        "{'name':'a','spendLimit':{'amount':{'amount':'1','currency':'CNY'},'period':'day'}} | spendLimit.amount.currency",
        "{'name':'a','spendLimit':{'amount':{'amount':'1','currency':'USD'}}} | spendLimit: incomplete"
      })
  void saysWhichFieldIsWrong(String body, String message) {
    // When // Then
    assertThatThrownBy(() -> json.readValue(body.replace('\'', '"'), KeyTerms.class))
        .hasRootCauseInstanceOf(IllegalArgumentException.class)
        .rootCause()
        .hasMessageStartingWith(message);
  }
}
