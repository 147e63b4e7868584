package dev.chatsway.gateway;

import static dev.chatsway.gateway.ProblemAssert.assertProblem;
import static dev.chatsway.gateway.TestGateway.json;
import static dev.chatsway.gateway.TestGateway.path;
import static dev.chatsway.gateway.TestGateway.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Who may do what (docs/interface.md, section 4; RFC 6750). */
final class SessionApiAccessIT {

  private static final TestGateway GATEWAY = TestGateway.start();
  private static final JsonNode SESSION = GATEWAY.create();
  private static final JsonNode OTHER = GATEWAY.create();

  private static final String EVERY_REQUEST = """
          POST   | /api/v1/sessions
          GET    | /api/v1/sessions
          GET    | /api/v1/sessions/ID
          PATCH  | /api/v1/sessions/ID
          DELETE | /api/v1/sessions/ID
          POST   | /api/v1/sessions/ID/reset
          POST   | /api/v1/sessions/ID/overlay-id
          POST   | /api/v1/sessions/ID/vote-token
          POST   | /api/v1/sessions/ID/link-token
          POST   | /api/v1/sessions/ID/owner-token
          POST   | /api/v1/sessions/ID/webhook-secret
          POST   | /api/v1/sessions/ID/control-token
          DELETE | /api/v1/sessions/ID/control-token
          POST   | /api/v1/sessions/ID/deck-token
          DELETE | /api/v1/sessions/ID/deck-token
          GET    | /api/v1/sessions/ID/clients
          """;

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = EVERY_REQUEST)
  void withoutATokenNothingIsAnsweredAndNothingChanged(String method, String path) {
    var before = GATEWAY.everything();

    assertUnauthorized(GATEWAY.sendAs(null, method, of(path), ""));

    assertThat(GATEWAY.everything()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = EVERY_REQUEST)
  void aTokenThatIsNobodysOpensNothing(String method, String path) {
    var before = GATEWAY.everything();

    assertUnauthorized(GATEWAY.sendAs("nobodys", method, of(path), ""));

    assertThat(GATEWAY.everything()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = EVERY_REQUEST)
  void anOwnerOpensNeitherAnotherSessionNorTheListOfAll(String method, String path) {
    var before = GATEWAY.everything();

    assertUnauthorized(GATEWAY.sendAs(text(OTHER, "ownerToken"), method, of(path), ""));

    assertThat(GATEWAY.everything()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          GET    | ''              | 200
          PATCH  | ''              | 200
          POST   | /reset          | 204
          POST   | /overlay-id     | 200
          POST   | /vote-token     | 200
          POST   | /link-token     | 200
          POST   | /owner-token    | 200
          POST   | /webhook-secret | 200
          GET    | /clients        | 200
          DELETE | ''              | 204
          """)
  void anOwnerOpensAllOfItsOwnSession(String method, String below, int status) {
    JsonNode session = GATEWAY.create();

    assertThat(GATEWAY
            .sendAs(text(session, "ownerToken"), method, path(session) + below, "")
            .statusCode())
        .isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"voteToken", "webhookSecret", "overlayId", "id"})
  void noOtherSecretOfASessionOpensTheSessionApi(String secret) {
    assertUnauthorized(GATEWAY.sendAs(text(SESSION, secret), "GET", path(SESSION), ""));
  }

  @Test
  void anOldOwnerTokenStopsWorkingAtOnce() {
    JsonNode before = GATEWAY.create();
    String old = text(before, "ownerToken");

    JsonNode after = json(GATEWAY.sendAs(old, "POST", path(before) + "/owner-token", ""));

    assertUnauthorized(GATEWAY.sendAs(old, "GET", path(before), ""));
    assertThat(
            GATEWAY.sendAs(text(after, "ownerToken"), "GET", path(before), "").statusCode())
        .isEqualTo(200);
  }

  @Test
  void whetherASessionExistsIsToldToTheAdminOnly() {
    String unknown = "/api/v1/sessions/" + UUID.randomUUID();

    assertUnauthorized(GATEWAY.sendAs(text(SESSION, "ownerToken"), "GET", unknown, ""));
    assertProblem(GATEWAY.send("GET", unknown, ""), 404, "no session with this id");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Basic dGhlLWFkbWluLXRva2VuOg==",
        "the-admin-token",
        "Bearer",
        "Bearer the-admin-token2",
        "Bearer the-admin-toke",
        "Bearer THE-ADMIN-TOKEN",
        "Bearer the-admin-token the-admin-token"
      })
  void aHeaderThatIsNotThisBearerTokenOpensNothing(String header) {
    assertUnauthorized(GATEWAY.get("/api/v1/sessions", "Authorization", header));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bearer the-admin-token", "BEARER the-admin-token"})
  void theSchemesCaseDoesNotMatter(String header) {
    assertThat(GATEWAY.get("/api/v1/sessions", "Authorization", header).statusCode())
        .isEqualTo(200);
  }

  @Test
  void whoIsRefusedMayHaveSentALargeBody() {
    try (var socket = GATEWAY.connect()) {
      socket.request("POST", "/api/v1/sessions", "Content-Length: " + (300 << 10));
      socket.send("x".repeat(300 << 10));

      assertThat(socket.response().status()).isEqualTo(401);
    }
  }

  private static String of(String path) {
    return path.replace("ID", text(SESSION, "id"));
  }

  private static void assertUnauthorized(HttpResponse<String> response) {
    assertProblem(response, 401, "bearer token");
    assertThat(response.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
  }
}
