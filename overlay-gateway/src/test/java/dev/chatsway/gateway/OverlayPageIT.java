package dev.chatsway.gateway;

import static dev.chatsway.gateway.ProblemAssert.assertProblem;
import static dev.chatsway.gateway.TestGateway.json;
import static dev.chatsway.gateway.TestGateway.path;
import static dev.chatsway.gateway.TestGateway.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chatsway.session.Side;
import java.net.http.HttpResponse;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What an overlay id opens without a socket. */
final class OverlayPageIT {

  private static final TestGateway GATEWAY = TestGateway.start();
  private static final JsonNode SESSION = GATEWAY.create();

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void thePageSaysWhichBuildItIsOf() {
    var response = GATEWAY.get("/overlay/" + text(SESSION, "overlayId"));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("text/html; charset=UTF-8");
    assertThat(response.body()).contains("test-build").doesNotContain("__BUILD__");
  }

  @Test
  void anUnknownOverlayIdGivesTheSamePageWith404() {
    var known = GATEWAY.get("/overlay/" + text(SESSION, "overlayId"));

    var unknown = GATEWAY.get("/overlay/" + UUID.randomUUID());

    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).isEqualTo(known.body());
    assertPageHeaders(unknown);
  }

  @Test
  void aRotatedOverlayIdIsAnUnknownOne() {
    JsonNode before = GATEWAY.create();
    GATEWAY.send("POST", path(before) + "/overlay-id", "");

    assertThat(GATEWAY.get("/overlay/" + text(before, "overlayId")).statusCode())
        .isEqualTo(404);
  }

  @Test
  void thePageMayAskNoOtherHostAndIsAskedForAnewEachTime() {
    assertPageHeaders(GATEWAY.get("/overlay/" + text(SESSION, "overlayId")));
    assertPageHeaders(GATEWAY.get("/overlay/assets/overlay.js"));
  }

  private static void assertPageHeaders(HttpResponse<String> response) {
    var headers = response.headers();
    assertThat(headers.firstValue("Cache-Control")).hasValue("no-cache");
    assertThat(headers.firstValue("Access-Control-Allow-Origin")).hasValue("*");
    assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(headers.firstValue("Referrer-Policy")).hasValue("no-referrer");
    assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "script-src 'self'", "connect-src 'self'")
        .doesNotContain("unsafe", "http:", "https:");
  }

  @Test
  void whatIsNoOverlayIdAtAllGetsThePageThatSaysSo() {
    var response = GATEWAY.get("/overlay/not-a-uuid");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("text/html; charset=UTF-8");
    assertThat(response.body()).contains("<chatsway-bar>");
  }

  @ParameterizedTest
  @CsvSource({
    "/overlay, overlay/unknown",
    "/overlay/, ../overlay/unknown",
    "/overlay/ID/, ../../overlay/ID",
    "/overlay/ID/?theme=light, ../../overlay/ID?theme=light",
    "/overlay/ID/index.html, ../../overlay/ID",
    "/overlay//ID, ../../overlay/ID",
    "/overlay/no-id/at/all, ../../../overlay/unknown"
  })
  void whatIsMistypedBelowOverlayLeadsToThePage(String path, String location) {
    var id = text(SESSION, "overlayId");

    var response = GATEWAY.get(path.replace("ID", id));

    assertThat(response.statusCode()).isEqualTo(302);
    assertThat(response.headers().firstValue("Location")).hasValue(location.replace("ID", id));
  }

  @Test
  void theRootLeadsToTheStudio() {
    assertThat(GATEWAY.get("/").statusCode()).isEqualTo(303);
    assertThat(GATEWAY.get("/").headers().firstValue("Location")).hasValue("studio");
    assertThat(GATEWAY.get("/studio/").headers().firstValue("Location")).hasValue("../studio");
  }

  @Test
  void thePageIsNotSentAgainToWhoHasItOfThisBuild() {
    String page = "/overlay/" + GATEWAY.create().path("overlayId").asString();
    String etag = GATEWAY.get(page).headers().firstValue("ETag").orElseThrow();

    assertThat(GATEWAY.get(page, "If-None-Match", etag).statusCode()).isEqualTo(304);
  }

  @ParameterizedTest
  @CsvSource({
    "overlay.js, application/javascript; charset=UTF-8",
    "overlay.css, text/css; charset=UTF-8",
    "icon.svg, image/svg+xml",
    "barlow-semi-condensed-latin-600-normal.woff2, font/woff2",
    "barlow-semi-condensed-LICENSE.txt, text/plain; charset=UTF-8"
  })
  void aPartOfThePageHasItsTypeAndIsNotSentAgain(String name, String type) {
    var first = GATEWAY.get("/overlay/assets/" + name);

    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(first.headers().firstValue("Content-Type")).hasValue(type);
    assertThat(first.body()).isNotEmpty();
    String etag = first.headers().firstValue("ETag").orElseThrow();
    var second = GATEWAY.get("/overlay/assets/" + name, "If-None-Match", etag);
    assertThat(second.statusCode()).isEqualTo(304);
    assertThat(second.body()).isEmpty();
    var other = GATEWAY.get("/overlay/assets/" + name, "If-None-Match", "\"last-month\"");
    assertThat(other.statusCode()).isEqualTo(200);
  }

  @Test
  void everyPartThatThePageNamesIsThere() {
    String page = GATEWAY.get("/overlay/" + text(SESSION, "overlayId")).body();

    var parts = Pattern.compile("(?:src|href)=\"([^\"]+)\"").matcher(page);

    assertThat(parts.results())
        .isNotEmpty()
        .allSatisfy(part -> assertThat(GATEWAY
                .get("/overlay/" + part.group(1).replaceFirst("^/overlay/", ""))
                .statusCode())
            .as(part.group(1))
            .isEqualTo(200));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nothing.js",
        "index.html",
        "overlay",
        ".js",
        "..js",
        "..%2fOverlayPage.class",
        "..%2f..%2f..%2f..%2freference.conf",
        "%2e%2e%2freference.conf",
        "%2fetc%2fpasswd.txt",
        "..%5creference.txt",
        "overlay.js%00.css",
        "OVERLAY.JS"
      })
  void whatIsNoPartOfThePageIsNotFound(String name) {
    try (var socket = GATEWAY.connect()) {
      var response = socket.request("GET", "/overlay/assets/" + name).response();

      assertThat(response.status()).isEqualTo(404);
      assertThat(response.headers()).containsEntry("content-type", "text/plain; charset=UTF-8");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"../overlay.js", "../../../reference.conf", "a/overlay.js", ""})
  void aPathBelowOrAboveThePartsLeadsNowhere(String path) {
    try (var socket = GATEWAY.connect()) {
      assertThat(socket.request("GET", "/overlay/assets/" + path).response().status())
          .isEqualTo(404);
    }
  }

  @Test
  void anyoneMayReadTheValueAndNothingSecret() {
    JsonNode session = GATEWAY.create(
        "{\"name\":\"mine\",\"settings\":{\"forLabel\":\"Aye\",\"decayRate\":0,\"paused\":false}}");
    GATEWAY.vote(session, Side.FOR);

    var response = GATEWAY.get("/api/v1/overlays/" + text(session, "overlayId"));

    JsonNode shown = json(response);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
    assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(shown.propertyNames())
        .containsExactlyInAnyOrder("value", "for", "against", "decayRate", "status", "settings");
    assertThat(shown.get("value").doubleValue()).isCloseTo(10, within(0.01));
    assertThat(shown.get("for").doubleValue()).isCloseTo(1, within(0.01));
    assertThat(shown.get("against").doubleValue()).isZero();
    assertThat(text(shown, "status")).isEqualTo("active");
    assertThat(shown.get("settings").propertyNames())
        .containsExactlyInAnyOrder(
            "question",
            "forLabel",
            "againstLabel",
            "forTrigger",
            "againstTrigger",
            "labelsCount",
            "forColor",
            "againstColor",
            "mode",
            "layout",
            "numbers",
            "hint",
            "effects",
            "theme",
            "fontSize",
            "align",
            "hideIdle",
            "style",
            "scale",
            "paused");
    assertThat(shown.at("/settings/forLabel").stringValue()).isEqualTo("Aye");
  }

  @Test
  void whyAnOverlayIdOpensNothingMayBeReadByAnyOrigin() {
    JsonNode deleted = GATEWAY.create();
    GATEWAY.send("DELETE", path(deleted), "");

    for (String id : new String[] {UUID.randomUUID().toString(), text(deleted, "overlayId")}) {
      var response = GATEWAY.get("/api/v1/overlays/" + id);
      assertProblem(response, 404, "unknown overlay id");
      assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
    }
  }
}
