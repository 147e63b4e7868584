package dev.chatsway.gateway;

import static dev.chatsway.gateway.TestGateway.json;
import static dev.chatsway.gateway.TestGateway.path;
import static dev.chatsway.gateway.TestGateway.text;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class AuditIT {

  private static TestGateway gateway;

  private final Logger logger = (Logger) LoggerFactory.getLogger("chatsway.audit");
  private final ListAppender<ILoggingEvent> written = new ListAppender<>();

  @BeforeAll
  static void start() {
    gateway = TestGateway.start();
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @BeforeEach
  void listen() {
    logger.setLevel(Level.INFO);
    logger.addAppender(written);
    written.start();
  }

  @AfterEach
  void leave() {
    logger.detachAppender(written);
  }

  private List<String> lines() {
    return List.copyOf(written.list).stream()
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Test
  void everyChangeIsWrittenDownWithWhoWhatAndWhere() {
    var session = gateway.create();
    String id = text(session, "id").substring(0, 8) + "…";
    String owner = text(session, "ownerToken");
    gateway.send("PATCH", path(session), "{\"name\":\"a name\",\"settings\":{\"voteDelta\":5}}");
    gateway.sendAs(owner, "POST", path(session) + "/reset", "");
    String control = text(
        json(gateway.sendAs(owner, "POST", path(session) + "/control-token", "")), "controlUrl");
    String deck =
        text(json(gateway.sendAs(owner, "POST", path(session) + "/deck-token", "")), "deckUrl");
    gateway.sendAs(
        control.substring(control.indexOf('#') + 1), "POST", "/api/v1/control/pause", "");
    gateway.send("POST", deck.substring(deck.indexOf("/deck/")) + "/resume", "");
    gateway.send("DELETE", path(session), "");

    assertThat(lines())
        .containsExactly(
            "admin: POST /api/v1/sessions " + id + " from 127.0.0.1",
            "admin: PATCH /api/v1/sessions/" + id + " name, settings.voteDelta from 127.0.0.1",
            "owner: POST /api/v1/sessions/" + id + "/reset from 127.0.0.1",
            "owner: POST /api/v1/sessions/" + id + "/control-token from 127.0.0.1",
            "owner: POST /api/v1/sessions/" + id + "/deck-token from 127.0.0.1",
            "control: POST /api/v1/control/pause of " + id + " from 127.0.0.1",
            "deck: POST /deck/…/resume of " + id + " from 127.0.0.1",
            "admin: DELETE /api/v1/sessions/" + id + " from 127.0.0.1");
    assertThat(written.list.get(0).getKeyValuePairs())
        .extracting(pair -> pair.key + "=" + pair.value)
        .containsExactly("who=admin", "what=POST /api/v1/sessions " + id, "from=127.0.0.1");
  }

  @Test
  void signInsThatFailTokensThatAreRefusedAndSignOutsAreWrittenDown() {
    var session = gateway.create();
    String id = text(session, "id").substring(0, 8) + "…";
    written.list.clear();

    fromTheStudio("sign-in", "{\"token\":\"a-wrong-token\"}", "a=b");
    fromTheStudio("sign-in", "{\"code\":\"a-wrong-code\"}", "a=b");
    gateway.sendAs("a-wrong-token", "GET", "/api/v1/sessions", "");
    gateway.sendAs("a-wrong-token", "DELETE", path(session), "");
    gateway.sendAs(text(session, "ownerToken"), "POST", "/api/v1/sessions", "");
    gateway.sendAs(null, "GET", path(session), "");
    String cookie = fromTheStudio(
            "sign-in", "{\"token\":\"" + text(session, "ownerToken") + "\"}", "a=b")
        .headers()
        .firstValue("Set-Cookie")
        .orElseThrow();
    fromTheStudio("sign-out", "", cookie.replaceFirst(";.*", ""));
    fromTheStudio("sign-out", "", cookie.replaceFirst(";.*", ""));

    assertThat(lines())
        .containsExactly(
            "unknown: POST /studio/sign-in refused from 127.0.0.1",
            "unknown: POST /studio/sign-in refused from 127.0.0.1",
            "unknown: GET /api/v1/sessions refused from 127.0.0.1",
            "unknown: DELETE /api/v1/sessions/" + id + " refused from 127.0.0.1",
            "unknown: POST /api/v1/sessions refused from 127.0.0.1",
            "owner: POST /studio/sign-in from 127.0.0.1",
            "owner: POST /studio/sign-out from 127.0.0.1");
  }

  private static HttpResponse<String> fromTheStudio(String path, String body, String cookie) {
    return gateway.ask(
        "POST",
        "/studio/" + path,
        body,
        "Origin",
        gateway.url(),
        "X-Chatsway-Studio",
        "1",
        "Cookie",
        cookie);
  }

  @Test
  void guessingDoesNotFillTheLog() {
    var guessed = gateway.another();
    try {
      for (int i = 0; i < 300; i++) {
        guessed.sendAs("guess-" + i, "GET", "/api/v1/sessions", "");
      }
    } finally {
      guessed.die();
    }

    assertThat(lines()).hasSizeBetween(100, 110);
  }

  @Test
  void whatChangesNothingIsNotWrittenDown() {
    var session = gateway.create();
    written.list.clear();

    gateway.send("GET", path(session), "");
    gateway.send("PATCH", path(session), "{\"settings\":{\"voteDelta\":0}}");
    gateway.send("POST", path(session) + "/explain", "{\"text\":\"+\"}");

    assertThat(lines()).isEmpty();
  }
}
