package dev.chatsway.gateway;

import static dev.chatsway.gateway.TestGateway.json;
import static dev.chatsway.gateway.TestGateway.path;
import static dev.chatsway.gateway.TestGateway.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Sign-ins to the studio, over plain HTTP: what ends one, and what a cookie is worth that was kept or planted. */
final class StudioSignInsIT {

  private static TestGateway gateway;
  private static TestGateway other;

  @BeforeAll
  static void start() {
    gateway = TestGateway.start();
    other = gateway.another();
  }

  @AfterAll
  static void stop() {
    other.die();
    gateway.close();
  }

  @Test
  void everyInstanceTakesACookieUntilSignOutEndsItForGood() {
    var browser = signIn(gateway, TestGateway.ADMIN);

    assertThat(browser.get(other, "/studio/me").statusCode()).isEqualTo(200);
    assertThat(browser.get(other, "/api/v1/sessions").statusCode()).isEqualTo(200);
    var signedOut = browser.send(other, "POST", "/studio/sign-out");

    assertThat(signedOut.statusCode()).isEqualTo(204);
    assertThat(signedOut.headers().firstValue("Set-Cookie"))
        .hasValueSatisfying(cookie -> assertThat(cookie).contains("=;", "Max-Age=0"));
    assertThat(browser.get(gateway, "/studio/me").statusCode()).isEqualTo(401);
    assertThat(browser.get(gateway, "/api/v1/sessions").statusCode()).isEqualTo(401);
    assertThat(browser.send(gateway, "POST", "/studio/sign-out").statusCode()).isEqualTo(204);
  }

  @Test
  void eachSignInHasANewSecretAndEndsTheOneBefore() {
    var first = signIn(gateway, TestGateway.ADMIN);
    var second = signIn(gateway, TestGateway.ADMIN, first);

    assertThat(second.cookie).isNotEqualTo(first.cookie);
    assertThat(first.get(gateway, "/studio/me").statusCode()).isEqualTo(401);
    assertThat(second.get(gateway, "/studio/me").statusCode()).isEqualTo(200);
  }

  @Test
  void aRotatedOwnerTokenAndADeletedBarEndTheSignInsOfTheirBarOnly() {
    var bar = gateway.create();
    var deleted = gateway.create();
    var untouched = gateway.create();
    var browsers = List.of(signInTo(bar), signInTo(deleted), signInTo(untouched));

    gateway.send("POST", path(bar) + "/owner-token", "");
    gateway.send("DELETE", path(deleted), "");

    assertThat(browsers)
        .extracting(browser -> browser.get(other, "/studio/me").statusCode())
        .containsExactly(401, 401, 200);
    assertThat(browsers.get(0).get(other, path(bar)).statusCode()).isEqualTo(401);
    assertThat(gateway.redis.client().keys("chatsway:sign-ins:" + text(bar, "id")))
        .isEmpty();
    assertThat(gateway.redis.client().keys("chatsway:sign-ins:" + text(deleted, "id")))
        .isEmpty();
  }

  @Test
  void anOwnerSeesTheSignInsOfTheirBarAndEndsOneOrAllOthers() {
    var bar = gateway.create();
    var here = signInTo(bar);
    var there = signInTo(bar);
    var further = signInTo(bar);
    var admin = signIn(gateway, TestGateway.ADMIN);

    assertThat(list(here)).containsExactly(further.id, there.id, here.id);
    var mine = json(here.get(other, "/studio/sign-ins")).get("signIns").get(2);
    assertThat(mine.get("current").booleanValue()).isTrue();
    assertThat(text(mine, "since")).isEqualTo(text(mine, "lastUsed")).endsWith("Z");

    assertThat(here.send(other, "DELETE", "/studio/sign-ins/" + there.id).statusCode())
        .isEqualTo(204);
    assertThat(list(here)).containsExactly(further.id, here.id);
    assertThat(there.get(gateway, "/studio/me").statusCode()).isEqualTo(401);
    assertThat(here.send(other, "DELETE", "/studio/sign-ins/" + there.id).statusCode())
        .isEqualTo(404);
    assertThat(here.send(other, "DELETE", "/studio/sign-ins/" + admin.id).statusCode())
        .isEqualTo(404);
    assertThat(here.send(other, "DELETE", "/studio/sign-ins").statusCode()).isEqualTo(204);
    assertThat(list(here)).containsExactly(here.id);
    assertThat(further.get(gateway, "/studio/me").statusCode()).isEqualTo(401);
    assertThat(admin.get(gateway, "/studio/me").statusCode()).isEqualTo(200);
  }

  @Test
  void whatEndsASignInHasToComeFromOurPages() {
    var browser = signIn(gateway, TestGateway.ADMIN);

    for (String path : List.of("/studio/sign-ins", "/studio/sign-ins/" + browser.id)) {
      assertThat(gateway.ask("DELETE", path, "", "Cookie", browser.cookie).statusCode())
          .isEqualTo(403);
      assertThat(gateway
              .ask(
                  "DELETE",
                  path,
                  "",
                  "Cookie",
                  browser.cookie,
                  "X-Chatsway-Studio",
                  "1",
                  "Origin",
                  "https://evil.example")
              .statusCode())
          .isEqualTo(403);
    }
    assertThat(browser.get(gateway, "/studio/me").statusCode()).isEqualTo(200);
  }

  /** Cookies ignore ports: a program on another port of 127.0.0.1 can plant one, also one of a good sign-in of its own. */
  @Test
  void aPlantedCookieIsNothingToThePageThatSignedInAndNeverBecomesItsOwn() {
    var bar = gateway.create();
    var attacker = signInTo(bar);
    var victim = signIn(gateway, TestGateway.ADMIN);
    String chosen = "chatsway-studio=" + "x".repeat(32);

    assertThat(victim.get(gateway, "/api/v1/sessions", chosen, victim.cookie).statusCode())
        .isEqualTo(200);
    assertThat(victim
            .get(gateway, "/api/v1/sessions", attacker.cookie, victim.cookie)
            .statusCode())
        .isEqualTo(200);
    assertThat(victim.get(gateway, "/studio/me", attacker.cookie).statusCode()).isEqualTo(401);

    var planted = new Browser(chosen, "");
    var signedIn = signIn(gateway, TestGateway.ADMIN, planted);
    assertThat(signedIn.cookie).isNotEqualTo(chosen);
    assertThat(planted.get(gateway, "/studio/me").statusCode()).isEqualTo(401);
  }

  @Test
  void withoutRedisNobodyIsSignedOutAndItIsSaid() {
    var browser = signIn(gateway, TestGateway.ADMIN);

    gateway.redis.freeze();
    try {
      for (var answer : List.of(
          browser.get(gateway, "/studio/me"),
          browser.get(gateway, "/api/v1/sessions"),
          browser.send(gateway, "POST", "/studio/sign-out"),
          trySignIn(gateway, TestGateway.ADMIN, new Browser("a=b", "")))) {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("Redis is not answering");
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
      }
    } finally {
      gateway.redis.thaw();
    }
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (browser.get(gateway, "/studio/me").statusCode() == 503 && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(browser.get(gateway, "/studio/me").statusCode()).isEqualTo(200);
  }

  /** What a browser holds: the cookie, and the sign-in that the page remembers. */
  private record Browser(String cookie, String id) {

    HttpResponse<String> get(TestGateway from, String path) {
      return get(from, path, cookie);
    }

    HttpResponse<String> get(TestGateway from, String path, String... cookies) {
      return from.get(path, "Cookie", String.join("; ", cookies), "X-Chatsway-Studio", meant());
    }

    HttpResponse<String> send(TestGateway to, String method, String path) {
      return to.ask(method, path, "", headers(to));
    }

    String[] headers(TestGateway to) {
      return new String[] {"Cookie", cookie, "X-Chatsway-Studio", meant(), "Origin", to.url()};
    }

    private String meant() {
      return id.isEmpty() ? "1" : id;
    }
  }

  private static Browser signInTo(JsonNode bar) {
    return signIn(gateway, text(bar, "ownerToken"));
  }

  private static Browser signIn(TestGateway to, String token) {
    return signIn(to, token, new Browser("a=b", ""));
  }

  private static Browser signIn(TestGateway to, String token, Browser as) {
    var answer = trySignIn(to, token, as);
    String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
    return new Browser(cookie.replaceFirst(";.*", ""), text(json(answer), "signIn"));
  }

  private static HttpResponse<String> trySignIn(TestGateway to, String token, Browser as) {
    return to.ask("POST", "/studio/sign-in", "{\"token\":\"" + token + "\"}", as.headers(to));
  }

  private static List<String> list(Browser browser) {
    var ids = new ArrayList<String>();
    json(browser.get(other, "/studio/sign-ins"))
        .get("signIns")
        .forEach(each -> ids.add(text(each, "id")));
    return ids;
  }
}
