package io.posthouse.billing.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.billing.Http;
import io.posthouse.billing.OnRealServers;
import io.posthouse.testing.RealServers;
import io.posthouse.testing.TestIdentity;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class SupplierBillIT extends OnRealServers {

  @LocalServerPort private int port;

  private final String upstream = "u-" + UUID.randomUUID();

  @Test
  void aBillIsMatchedByTheUpstreamsRequestIds() {
    // Given: three calls, one of them with a failed attempt that cost nothing
    attempt("req_same", 10, 20);
    attempt("req_less", 5, 5);
    attempt("req_failed", 0, 0);
    attempt("req_unbilled", 7, 7);
    String csv =
        "Date,request_id,input_tokens,output_tokens\r\n"
            + "2026-11-22,req_same,10,20\r\n"
            + "2026-11-22,\"req_less\",6,5\r\n"
            + "2026-11-22,req_unknown,1,1\r\n";

    // When
    Http.Answer report = bring(csv);

    // Then
    assertThat(report.status()).as(report.body()).isEqualTo(200);
    assertThat(report.json().get("billed").asInt()).isEqualTo(3);
    assertThat(report.json().get("matched").asInt()).isEqualTo(1);
    assertThat(report.json().get("differences"))
        .extracting(
            found -> found.get("kind").asString() + " " + found.get("upstreamRequestId").asString())
        .containsExactlyInAnyOrder(
            "other-tokens req_less", "not-here req_unknown", "not-billed req_unbilled");
  }

  @Test
  void aBillThatIsNoneIsRefusedByItsLine() {
    assertThat(bring("a,b\n1,2\n").json().get("detail").asString()).contains("line 1");
    assertThat(bring("request_id,input_tokens\nx,-1\n").json().get("detail").asString())
        .contains("line 2");
    assertThat(bring("request_id\nx\nx\n").json().get("detail").asString()).contains("line 3");
  }

  private Http.Answer bring(String csv) {
    return new Http(port)
        .person(
            TestIdentity.operator(),
            "POST",
            "/api/operator/reconciliation/supplier-bills?upstream="
                + upstream
                + "&from=2020-01-01T00:00:00Z&to=2040-01-01T00:00:00Z",
            csv,
            "Content-Type",
            "text/csv");
  }

  /** A usage row, as the usage side writes it, of which only the attempts matter here. */
  private void attempt(String id, long input, long output) {
    UUID request = com.github.f4b6a3.uuid.UuidCreator.getTimeOrderedEpoch();
    String attempts =
        "[{\"upstream\":\"%s\",\"upstreamRequestId\":\"%s\",\"tokens\":{\"input\":%d,\"cacheRead\":0,\"cacheWrite5m\":0,\"cacheWrite1h\":0,\"output\":%d}}]"
            .formatted(upstream, id, input, output);
    RealServers.Database database = database();
    JdbcClient owner =
        JdbcClient.create(
            new DriverManagerDataSource(database.url(), "billing_owner", "billing_owner"));
    owner
        .sql(
            """
            insert into usage (request_id, called_at, account_id, key_id, node, epoch, seq, channel, requested_model,
              official_version, multiplier_version, started_at, ended_at, status, end_reason, usage_source, input_tokens,
              cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens, output_tokens, reasoning_tokens, tools,
              reserved, charge, cap_violation, adjustments, attempts, digest, recorded_at)
            values (:id, request_time(:id), :id, :id, 'bill', 1, 1, 'c', 'm', :id, :id, now(), now(), 200, 'complete',
              'reported', 0, 0, 0, 0, 0, 0, '{}', 0, 0, false, '[]', :attempts, 'd', now())
            """)
        .params(Map.of("id", request, "attempts", attempts))
        .update();
    owner
        .sql(
            """
            insert into usage_day values (:id, (now() at time zone 'UTC')::date, 'm', :id, 1, 0, 0, 0, 0, 0, 0, 0)
            """)
        .param("id", request)
        .update();
  }
}
