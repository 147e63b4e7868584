package dev.chatsway.gateway;

import static dev.chatsway.gateway.ProblemAssert.assertProblem;
import static dev.chatsway.gateway.ProblemAssert.assertRefused;
import static dev.chatsway.gateway.TestGateway.json;
import static dev.chatsway.gateway.TestGateway.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.session.Side;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** {@code GET /api/v1/sessions?sort=votes}: which sessions make the noise. */
final class LoudSessionsIT {

  private static final TestGateway GATEWAY = TestGateway.start();

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void theLoudestComeFirstAndTheSilentNotAtAll() {
    GATEWAY.create();
    var some = voted(5);
    var most = voted(20);
    var few = voted(1);

    var loudest = json(GATEWAY.send("GET", "/api/v1/sessions?sort=votes", ""));

    assertThat(loudest.path("sessions").valueStream().map(each -> text(each, "id")))
        .containsExactly(text(most, "id"), text(some, "id"), text(few, "id"));
    assertThat(loudest.has("next")).isFalse();
    var first = loudest.path("sessions").get(0);
    assertThat(first.path("votesPerSecond").asDouble()).isBetween(2.0, 20.0);
    assertThat(text(first, "voteToken")).isEqualTo(text(most, "voteToken"));
    assertThat(
            json(GATEWAY.send("GET", "/api/v1/sessions?sort=votes&limit=1", "")).path("sessions"))
        .hasSize(1);
  }

  @Test
  void anotherOrderIsRefusedAndSoIsACursor() {
    assertRefused(GATEWAY.send("GET", "/api/v1/sessions?sort=name", ""), "sort", "name", "votes");
    assertRefused(
        GATEWAY.send("GET", "/api/v1/sessions?sort=votes&after=x", ""), "after", "x", "omitted");
    assertProblem(GATEWAY.sendAs("wrong", "GET", "/api/v1/sessions?sort=votes", ""), 401, "");
  }

  private static JsonNode voted(int votes) {
    var session = GATEWAY.create();
    IntStream.range(0, votes)
        .forEach(i -> GATEWAY.vote(session, i % 2 == 0 ? Side.FOR : Side.AGAINST));
    return session;
  }
}
