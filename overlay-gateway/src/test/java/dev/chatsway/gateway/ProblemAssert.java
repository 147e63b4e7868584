package dev.chatsway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;

/** What every problem document has (RFC 9457), asserted in one place. */
final class ProblemAssert {

  private ProblemAssert() {}

  /** A problem of this status, and what it is about; a 503 says when to come again. */
  static JsonNode assertProblem(HttpResponse<String> response, int status, String detail) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(response.headers().firstValue("Retry-After").isPresent()).isEqualTo(status == 503);
    JsonNode problem = TestGateway.json(response);
    assertThat(problem.get("type").stringValue()).isEqualTo("about:blank");
    assertThat(problem.get("title").stringValue()).isNotBlank();
    assertThat(problem.get("status").intValue()).isEqualTo(status);
    assertThat(problem.get("detail").stringValue()).contains(detail);
    return problem;
  }

  /** A 400 that names the field, what was sent and what is allowed. */
  static void assertRefused(
      HttpResponse<String> response, String field, String sent, String allowed) {
    JsonNode problem = assertProblem(response, 400, "");
    assertThat(problem.path("errors").valueStream()).as(problem.toString()).anySatisfy(error -> {
      assertThat(error.get("field").stringValue()).isEqualTo(field);
      assertThat(error.get("sent").stringValue()).isEqualTo(sent);
      assertThat(error.get("allowed").stringValue()).contains(allowed);
    });
  }
}
