package dev.chatsway.http;

import static org.assertj.core.api.Assertions.assertThat;

import akka.http.javadsl.model.HttpRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RequestClassTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "/ws/overlay/ABC, HANDSHAKE, abc",
        "/%77s/overlay/abc, HANDSHAKE, abc",
        "/sse/overlay/abc, HANDSHAKE, abc",
        "/overlay/abc, REQUEST, abc",
        "/overlay/abc/file?theme=dark, REQUEST, abc",
        "/overlay/assets/main.js, REQUEST, -",
        "/api/v1/sessions/live, REQUEST, -",
        "/api/v1/overlays/abc, REQUEST, abc",
        "/api/v1/sessions/abc/reset, REQUEST, abc",
        "/api/v1/sessions, REQUEST, -",
        "/deck/abc/toggle, REQUEST, abc",
        "/vote/abc?text=+, VOTE_LINK, abc",
        "/webhooks/eventsub, WEBHOOK, -",
        "/health/ready, PROBE, -",
        "/metrics, REQUEST, -",
        "/, REQUEST, -"
      })
  void aPathSaysWhatItCostsAndWhichSessionItIsAbout(
      String path, RequestClass.Kind kind, String session) {
    var asked = RequestClass.of(HttpRequest.create("http://bar.example" + path));

    assertThat(asked.kind()).isEqualTo(kind);
    assertThat(asked.session().orElse(null)).isEqualTo(session);
  }
}
