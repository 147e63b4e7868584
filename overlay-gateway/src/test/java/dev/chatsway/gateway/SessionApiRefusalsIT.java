package dev.chatsway.gateway;

import static dev.chatsway.gateway.ProblemAssert.assertProblem;
import static dev.chatsway.gateway.ProblemAssert.assertRefused;
import static dev.chatsway.gateway.TestGateway.path;
import static dev.chatsway.gateway.TestGateway.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Every wrong input of the session API: what is said, and that nothing was changed. */
final class SessionApiRefusalsIT {

  private static final TestGateway GATEWAY = TestGateway.start();
  private static final JsonNode SESSION = GATEWAY.create();
  private static final Pattern COMMA = Pattern.compile(", *");

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          {"settings":{"forTriggers":[]}}               | settings.forTriggers        | []        | a list of 1 to 50 texts of 1 to 100 characters
          {"settings":{"forTriggers":"+"}}              | settings.forTriggers        | "+"       | a list of 1 to 50 texts
          {"settings":{"againstTriggers":[""]}}         | settings.againstTriggers    | [""]      | a list of 1 to 50 texts of 1 to 100 characters
          {"settings":{"againstTriggers":["YES"]}}      | settings.againstTriggers    | ["YES"]   | not also on the other side
          {"settings":{"match":"prefix"}}               | settings.match              | "prefix"  | one of exact, leading
          {"settings":{"forLabel":7}}                   | settings.forLabel           | 7         | 0 to 40 characters
          {"settings":{"voteDelta":0.09}}               | settings.voteDelta          | 0.09      | a number from 0.1 to 100
          {"settings":{"voteDelta":100.1}}              | settings.voteDelta          | 100.1     | a number from 0.1 to 100
          {"settings":{"voteDelta":"10"}}               | settings.voteDelta          | "10"      | a number from 0.1 to 100
          {"settings":{"decayRate":-0.1}}               | settings.decayRate          | -0.1      | a number from 0 to 10
          {"settings":{"decayRate":10.1}}               | settings.decayRate          | 10.1      | a number from 0 to 10
          {"settings":{"scale":"log"}}                  | settings.scale              | "log"     | one of sum, share, auto
          {"settings":{"debounceMillis":-1}}            | settings.debounceMillis     | -1        | a whole number from 0 to 60000
          {"settings":{"debounceMillis":60001}}         | settings.debounceMillis     | 60001     | a whole number from 0 to 60000
          {"settings":{"debounceMillis":0.5}}           | settings.debounceMillis     | 0.5       | a whole number from 0 to 60000
          {"settings":{"votesPerMinute":-1}}            | settings.votesPerMinute     | -1        | a whole number from 0 to
          {"settings":{"weights":{"everyone":-0.5}}}    | settings.weights.everyone   | -0.5      | a number from 0 to 100
          {"settings":{"weights":{"broadcaster":101}}}  | settings.weights.broadcaster | 101      | a number from 0 to 100
          {"settings":{"weights":{"moderator":101}}}    | settings.weights.moderator  | 101       | a number from 0 to 100
          {"settings":{"weights":{"vip":101}}}          | settings.weights.vip        | 101       | a number from 0 to 100
          {"settings":{"weights":{"subscriber":101}}}   | settings.weights.subscriber | 101       | a number from 0 to 100
          {"settings":{"weights":{"boss":1}}}           | settings.weights.boss       | 1         | only the fields broadcaster, everyone, moderator
          {"settings":{"weights":3}}                    | settings.weights            | 3         | a JSON object
          {"settings":{"mode":"both"}}                  | settings.mode               | "both"    | one of combined, split, worm
          {"settings":{"question":7}}                   | settings.question           | 7         | 0 to 120 characters
          {"settings":{"labelsCount":"yes"}}            | settings.labelsCount        | "yes"     | true or false
          {"settings":{"layout":"round"}}               | settings.layout             | "round"   | one of horizontal, vertical, compact
          {"settings":{"numbers":"all"}}                | settings.numbers            | "all"     | one of percent, votes, strength, none
          {"settings":{"hint":"never"}}                 | settings.hint               | "never"   | one of auto, always, off
          {"settings":{"effects":"some"}}               | settings.effects            | "some"    | one of full, off
          {"settings":{"theme":"pink"}}                 | settings.theme              | "pink"    | one of dark, light, line, contrast
          {"settings":{"forColor":"green"}}             | settings.forColor           | "green"   | #rrggbb or null
          {"settings":{"againstColor":"#12345"}}        | settings.againstColor       | "#12345"  | #rrggbb or null
          {"settings":{"fontSize":49}}                  | settings.fontSize           | 49        | a whole number from 50 to 150
          {"settings":{"fontSize":"large"}}             | settings.fontSize           | "large"   | a whole number from 50 to 150
          {"settings":{"align":"left"}}                 | settings.align              | "left"    | one of center, top, bottom
          {"settings":{"hideIdle":86401}}               | settings.hideIdle           | 86401     | a whole number from 0 to 86400
          {"settings":{"hideIdle":-1}}                  | settings.hideIdle           | -1        | a whole number from 0 to 86400
          {"settings":{"style":7}}                      | settings.style              | 7         | a JSON object, or a text of up to 4096 characters
          {"settings":{"style":{"panel":"red"}}}        | settings.style.panel        | "red"     | only the fields --chatsway-against
          {"settings":{"style":{"--chatsway-halo":"url(x)"}}} | settings.style.--chatsway-halo | "url(x)" | a colour
          {"settings":{"style":"--chatsway-halo:url(x)"}} | settings.style.--chatsway-halo | "url(x)" | a colour
          {"settings":{"style":"@import url(x)"}}       | settings.style.@import url(x) | ""      | only the fields --chatsway-against
          {"settings":{"looks":{"a":{"align":"left"}}}} | settings.looks.a.align      | "left"    | one of center, top, bottom
          {"settings":{"looks":[]}}                     | settings.looks              | []        | a JSON object
          {"settings":{"sharedChat":"none"}}            | settings.sharedChat         | "none"    | one of own, all
          {"settings":{"alertAt":101}}                  | settings.alertAt            | 101       | a number from 0 to 100
          {"settings":{"alertSeconds":601}}             | settings.alertSeconds       | 601       | a whole number from 0 to 600
          {"settings":{"chatCommands":"on"}}            | settings.chatCommands       | "on"      | true or false
          {"settings":{"paused":1}}                     | settings.paused             | 1         | true or false
          {"settings":{"speed":1}}                      | settings.speed              | 1         | only the fields
          {"settings":[]}                               | settings                    | []        | a JSON object
          {"name":["a"]}                                | name                        | ["a"]     | 0 to 100 characters
          {"channels":{}}                               | channels                    | {}        | a list of up to 20
          {"channels":[{"platform":"irc","id":"1"}]}    | channels[0].platform        | "irc"     | one of twitch, kick
          {"channels":[{"platform":"twitch"}]}          | channels[0].id              | nothing   | 1 to 64 characters
          {"id":"x"}                                    | id                          | "x"       | only the fields channels, name, settings
          {"voteToken":"x"}                             | voteToken                   | "x"       | only the fields channels, name, settings
          [1]                                           | body                        | [1]       | a JSON object
          7                                             | body                        | 7         | a JSON object
          null                                          | body                        | null      | a JSON object
          """)
  void aFieldThatIsNotAsItHasToBeIsNamedWithWhatWasSentAndWhatIsAllowed(
      String body, String field, String sent, String allowed) {
    assertRefused(unchanged(() -> create(body)), field, sent, allowed);
    assertRefused(unchanged(() -> patch(body)), field, sent, allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "name, 101, 0 to 100 characters",
    "settings.forLabel, 41, 0 to 40 characters",
    "settings.againstLabel, 41, 0 to 40 characters"
  })
  void aTextThatIsTooLongIsRefusedByCharactersWhateverTheyAre(
      String field, int characters, String allowed) {
    for (String character : new String[] {"x", "\uD83D\uDE00"}) {
      String text = '"' + character.repeat(characters) + '"';
      String body = field.startsWith("settings.")
          ? "{\"settings\":{\"" + field.substring(9) + "\":" + text + "}}"
          : "{\"" + field + "\":" + text + "}";

      JsonNode problem = assertProblem(unchanged(() -> create(body)), 400, "field");

      assertThat(problem.at("/errors/0/field").stringValue()).isEqualTo(field);
      assertThat(problem.at("/errors/0/allowed").stringValue()).isEqualTo(allowed);
    }
  }

  @Test
  void everyFieldThatIsWrongIsNamedAtOnce() {
    var problem = assertProblem(
        unchanged(() -> create("{\"title\":1,\"settings\":{\"voteDelta\":0,\"paused\":2}}")),
        400,
        "field");

    assertThat(problem.get("errors").valueStream())
        .extracting(error -> error.get("field").stringValue())
        .containsExactlyInAnyOrder("title", "settings.voteDelta", "settings.paused");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{'name':'x'}",
        "{\"name\":\"x\"} {}",
        "{\"name\":\"x\"},",
        "{\"settings\":{\"voteDelta\":NaN}}",
        "{\"name\":\"x\",}",
        "name=x"
      })
  void aBodyThatIsNotOneJsonTextIsRefused(String body) {
    assertProblem(unchanged(() -> create(body)), 400, "body: not JSON");
    assertProblem(unchanged(() -> patch(body)), 400, "body: not JSON");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":\"a\",\"name\":\"b\"}",
        "{\"settings\":{\"voteDelta\":1,\"voteDelta\":2}}"
      })
  void aKeyThatIsNamedTwiceIsRefused(String body) {
    assertProblem(unchanged(() -> create(body)), 400, "body: a key appears twice");
    assertProblem(unchanged(() -> patch(body)), 400, "body: a key appears twice");
  }

  @Test
  void whatIsNestedTooDeeplyIsRefused() {
    String deep = "{\"settings\":".repeat(2_000) + "1" + "}".repeat(2_000);

    assertProblem(unchanged(() -> create(deep)), 400, "body: nested more than 500 levels deep");
    assertProblem(unchanged(() -> patch(deep)), 400, "body: nested more than 500 levels deep");
  }

  @ParameterizedTest
  @CsvSource({"POST, false", "POST, true", "PATCH, false", "PATCH, true"})
  void aBodyOverTheLimitIsRefusedWhetherItsLengthIsToldOrNot(String method, boolean chunked) {
    String path = method.equals("POST") ? "/api/v1/sessions" : path(SESSION);
    String body = "{\"name\":\"" + "x".repeat(64 << 10) + "\"}";
    var before = GATEWAY.everything();
    try (var socket = GATEWAY.connect()) {
      socket.request(
          method,
          path,
          "Authorization: Bearer " + TestGateway.ADMIN,
          chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + body.length());
      socket.send(chunked ? Integer.toHexString(body.length()) + "\n" + body + "\n0\n\n" : body);

      var response = socket.response();

      assertThat(response.status()).isEqualTo(413);
      assertThat(response.headers()).containsEntry("content-type", "application/problem+json");
      assertThat(response.body()).contains("body: larger than 65536 bytes");
    }
    assertThat(GATEWAY.everything()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          limit=0      | limit | 0    | a whole number from 1 to 1000
          limit=1001   | limit | 1001 | a whole number from 1 to 1000
          limit=many   | limit | many | a whole number from 1 to 1000
          limit=       | limit | ''   | a whole number from 1 to 1000
          after=page2  | after | page2 | the next of the previous page
          after=       | after | ''   | the next of the previous page
          """)
  void aPageThatCannotBeIsRefused(String query, String field, String sent, String allowed) {
    assertRefused(GATEWAY.send("GET", "/api/v1/sessions?" + query, ""), field, sent, allowed);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          PUT    | /api/v1/sessions                | GET, HEAD, POST
          DELETE | /api/v1/sessions                | GET, HEAD, POST
          PUT    | /api/v1/sessions/ID             | DELETE, GET, HEAD, PATCH
          POST   | /api/v1/sessions/ID             | DELETE, GET, HEAD, PATCH
          GET    | /api/v1/sessions/ID/reset       | POST
          PUT    | /api/v1/sessions/ID/reset       | POST
          DELETE | /api/v1/sessions/ID/owner-token | POST
          POST   | /api/v1/sessions/ID/clients     | GET, HEAD
          POST   | /api/v1/overlays/OVERLAY        | GET, HEAD
          POST   | /overlay/OVERLAY                | GET, HEAD
          POST   | /overlay/assets/overlay.js      | GET, HEAD
          POST   | /ws/overlay/OVERLAY             | GET, HEAD
          POST   | /health/live                    | GET, HEAD
          PUT    | /metrics                        | GET, HEAD
          """)
  void aMethodThatAPathDoesNotTakeIsRefusedWithThoseThatItTakes(
      String method, String path, String allowed) {
    var response = unchanged(() -> GATEWAY.send(method, of(path), ""));

    assertProblem(response, 405, "allowed: ");
    String allow = response.headers().firstValue("Allow").orElseThrow();
    assertThat(List.of(COMMA.split(allow))).containsExactlyInAnyOrder(COMMA.split(allowed));
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /nothing",
    "POST, /nothing",
    "DELETE, /api/v1/nothing",
    "GET, /api/v2/sessions",
    "GET, /api/v1/sessions/",
    "GET, /api/v1/sessions/ID/",
    "GET, /api/v1/sessions/ID/secrets",
    "POST, /api/v1/sessions/ID/reset/again",
    "GET, /api/v1/sessions/not-a-uuid",
    "POST, /api/v1/sessions/not-a-uuid/reset",
    "DELETE, /api/v1/sessions/1-2-3-4-5"
  })
  void whereNothingIsThereIs404ForEveryMethod(String method, String path) {
    assertProblem(unchanged(() -> GATEWAY.send(method, of(path), "")), 404, "not found");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/overlays/", "/ws/overlay/", "/sse/overlay/"})
  void whatIsNoOverlayIs404ThatAPageOfAnyOriginCanRead(String path) {
    for (var id : List.of("not-a-uuid", "1-2-3-4-5", UUID.randomUUID().toString())) {
      var response = GATEWAY.send("GET", path + id, "");

      assertProblem(response, 404, "unknown overlay id");
      assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
    }
  }

  @Test
  void theLimitsThemselvesAreAllowed() {
    String body = """
            {"name":"%s","settings":{"forTriggers":["%s"],"forLabel":"%s","againstLabel":"","voteDelta":0.1,"decayRate":0,
             "debounceMillis":0,"weights":{"broadcaster":100,"everyone":0},"forColor":"#AbCdEf","match":"leading","mode":"split",
             "theme":"contrast","sharedChat":"all","paused":true,"scale":"share"}}
            """.formatted("n".repeat(100), "t".repeat(100), "\uD83D\uDE00".repeat(40));
    assertThat(create(body).statusCode()).isEqualTo(201);
    assertThat(
            create("{\"settings\":{\"voteDelta\":100,\"decayRate\":10,\"debounceMillis\":60000}}")
                .statusCode())
        .isEqualTo(201);
  }

  private static HttpResponse<String> unchanged(Supplier<HttpResponse<String>> request) {
    Map<String, String> before = GATEWAY.everything();
    HttpResponse<String> response = request.get();
    assertThat(GATEWAY.everything()).isEqualTo(before);
    return response;
  }

  private static HttpResponse<String> create(String body) {
    return GATEWAY.send("POST", "/api/v1/sessions", body);
  }

  private static HttpResponse<String> patch(String body) {
    return GATEWAY.send("PATCH", path(SESSION), body);
  }

  private static String of(String path) {
    return path.replace("ID", text(SESSION, "id")).replace("OVERLAY", text(SESSION, "overlayId"));
  }
}
