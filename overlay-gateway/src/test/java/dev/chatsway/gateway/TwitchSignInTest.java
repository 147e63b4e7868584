package dev.chatsway.gateway;

import static dev.chatsway.gateway.TestGateway.json;
import static dev.chatsway.gateway.TestGateway.path;
import static dev.chatsway.gateway.TestGateway.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Signing in with Twitch, on two instances with one Redis, and what is an account's own. */
final class TwitchSignInTest {

  private static final IdentityStandIn TWITCH = IdentityStandIn.start();
  private static TestGateway gateway;
  private static TestGateway other;

  @BeforeAll
  static void start() {
    gateway = TestGateway.start(TWITCH.settings());
    other = gateway.another(TWITCH.settings());
  }

  @AfterAll
  static void stop() {
    other.die();
    gateway.close();
    TWITCH.close();
  }

  @BeforeEach
  void reset() {
    TWITCH.reset();
    gateway.redis.client().flushDB();
  }

  @Test
  void anyInstanceTakesTheBrowserBackAndEveryInstanceKnowsItThen() {
    var browser = new TwitchBrowser();

    String page = browser.leave(gateway);
    assertThat(IdentityStandIn.form(page.substring(page.indexOf('?') + 1)))
        .containsEntry("redirect_uri", "https://bar.example/studio/sign-in/twitch")
        .containsEntry("scope", "openid")
        .containsEntry("code_challenge_method", "S256");
    assertThat(browser.comeBack(other, TwitchBrowser.consent(page))).isEqualTo("signed in");

    for (TestGateway each : List.of(gateway, other)) {
      var me = json(browser.send(each, "GET", "/studio/me", ""));
      assertThat(text(me.get("account"), "login")).isEqualTo("somebody");
      assertThat(me.get("account").get("maxBars").asInt()).isEqualTo(5);
      assertThat(me.has("session")).isFalse();
    }
    assertThat(TWITCH.asked)
        .filteredOn(path -> !path.equals("/keys")) // which are kept for a while
        .containsExactly("/authorize", "/token", "/validate");
  }

  @Test
  void theCookiesAreAsNarrowAsTheyCanBe() {
    var begun = gateway.ask(
        "POST",
        "/studio/sign-in/twitch",
        "",
        "Origin",
        TwitchBrowser.ORIGIN,
        "X-Chatsway-Studio",
        "1");
    assertThat(begun.headers().firstValue("Set-Cookie").orElseThrow())
        .matches(
            "__Host-chatsway-sign-in=[\\w-]{32}; Path=/; Max-Age=600; HttpOnly; SameSite=Lax; Secure");

    var cookie = begun.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
    var back = other.get(TwitchBrowser.consent(text(json(begun), "url")), "Cookie", cookie);
    assertThat(back.headers().allValues("Set-Cookie"))
        .anyMatch(
            each -> each.matches(
                "__Host-chatsway-studio=[\\w-]{32}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict; Secure"))
        .anyMatch(each -> each.startsWith("__Host-chatsway-sign-in=; Path=/; Max-Age=0;"));
    assertThat(back.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(back.headers().firstValue("Referrer-Policy")).contains("no-referrer");
  }

  @Test
  void aNewSignInEndsTheOneThatTheBrowserHadAndHasASecretOfItsOwn() {
    var browser = new TwitchBrowser();
    browser.signIn(gateway);
    var before = Map.copyOf(browser.cookies);

    assertThat(browser.signIn(other)).isEqualTo("signed in");

    assertThat(browser.cookies).isNotEqualTo(before);
    assertThat(json(browser.send(gateway, "GET", "/studio/sign-ins", "")).get("signIns"))
        .hasSize(1);
    var old = new TwitchBrowser();
    old.cookies.putAll(before);
    assertThat(old.status(gateway, "GET", "/studio/me")).isEqualTo(401);
  }

  @Test
  void onlyOurOwnPageAtThePublicAddressBeginsASignIn() {
    for (String origin :
        List.of("https://evil.example", "null", "https://bar.example.evil.example")) {
      assertThat(gateway
              .ask("POST", "/studio/sign-in/twitch", "", "Origin", origin, "X-Chatsway-Studio", "1")
              .statusCode())
          .isEqualTo(403);
    }
    assertThat(gateway
            .ask("POST", "/studio/sign-in/twitch", "", "Origin", TwitchBrowser.ORIGIN)
            .statusCode())
        .isEqualTo(403);
    var elsewhere = gateway.ask(
        "POST", "/studio/sign-in/twitch", "", "Origin", gateway.url(), "X-Chatsway-Studio", "1");
    assertThat(elsewhere.statusCode()).isEqualTo(403);
    assertThat(elsewhere.body()).contains("https://bar.example/studio");
    assertThat(gateway.redis.client().keys("chatsway:sign-in*")).isEmpty();
  }

  /** A victim's browser that is sent to an attacker's way back is signed in nowhere, and the attacker's way is not used up. */
  @Test
  void aWayBackIsGoodInTheBrowserThatSetOutOnly() {
    var attacker = new TwitchBrowser();
    String wayBack = TwitchBrowser.consent(attacker.leave(gateway));
    var victim = new TwitchBrowser();
    assertThat(victim.comeBack(gateway, wayBack)).isEqualTo("sign-in-failed=expired");
    victim.leave(gateway);
    assertThat(victim.comeBack(gateway, wayBack)).isEqualTo("sign-in-failed=expired");
    assertThat(victim.status(gateway, "GET", "/studio/me")).isEqualTo(401);
    assertThat(TWITCH.asked).containsExactly("/authorize");

    assertThat(attacker.comeBack(other, wayBack)).isEqualTo("signed in");
  }

  @Test
  void aWayBackIsGoodOnceAndACodeToo() {
    var browser = new TwitchBrowser();
    String wayBack = TwitchBrowser.consent(browser.leave(gateway));
    var cookies = Map.copyOf(browser.cookies);
    assertThat(browser.comeBack(gateway, wayBack)).isEqualTo("signed in");

    var copy = new TwitchBrowser();
    copy.cookies.putAll(cookies);
    assertThat(copy.comeBack(other, wayBack)).isEqualTo("sign-in-failed=expired");

    String code = wayBack.replaceFirst(".*[?&]code=([^&]*).*", "$1");
    var next = new TwitchBrowser();
    String replayed =
        TwitchBrowser.consent(next.leave(gateway)).replaceFirst("code=[^&]*", "code=" + code);
    assertThat(next.comeBack(gateway, replayed)).isEqualTo("sign-in-failed=unconfirmed");
  }

  /** A code that was meant for another attempt is no good: the verifier is not its own, nor is the nonce. */
  @Test
  void anInjectedCodeIsRefused() {
    String stolen = TwitchBrowser.consent(new TwitchBrowser().leave(gateway))
        .replaceFirst(".*[?&]code=([^&]*).*", "$1");
    var browser = new TwitchBrowser();
    String wayBack =
        TwitchBrowser.consent(browser.leave(gateway)).replaceFirst("code=[^&]*", "code=" + stolen);

    assertThat(browser.comeBack(gateway, wayBack)).isEqualTo("sign-in-failed=unconfirmed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?state=x",
        "?code=x",
        "?state=x&code=y",
        "?error=access_denied",
        "?state=%ff",
        "?state=x&return=https://evil.example&redirect_uri=https://evil.example"
      })
  void whatIsNoWayBackEndsInTheStudioAndChangesNothing(String query) {
    var browser = new TwitchBrowser();
    browser.leave(gateway);
    assertThat(browser.comeBack(gateway, "/studio/sign-in/twitch" + query))
        .isEqualTo("sign-in-failed=expired");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "&error=access_denied denied",
        "&error=server_error unconfirmed",
        "&code=another unconfirmed",
        "&iss=https%3A%2F%2Fevil.example unconfirmed"
      })
  void whatTwitchAddsIsHeeded(String line) {
    String added = line.substring(0, line.indexOf(' '));
    var browser = new TwitchBrowser();
    String wayBack = TwitchBrowser.consent(browser.leave(gateway));

    assertThat(browser.comeBack(gateway, wayBack + added))
        .isEqualTo("sign-in-failed=" + line.substring(line.indexOf(' ') + 1));
    assertThat(TWITCH.asked).containsExactly("/authorize");
  }

  static List<UnaryOperator<JWTClaimsSet.Builder>> wrongClaims() {
    var past = Date.from(Instant.now().minusSeconds(120));
    return List.of(
        claims -> claims.audience("another-client"),
        claims -> claims.audience(List.of(IdentityStandIn.CLIENT, "another-client")),
        claims -> claims.audience((String) null),
        claims -> claims.issuer("https://id.twitch.tv/oauth2"),
        claims -> claims.claim("nonce", "another"),
        claims -> claims.claim("nonce", null),
        claims -> claims.expirationTime(past),
        claims -> claims.expirationTime(null),
        claims -> claims.subject(null),
        claims -> claims.subject("12345 or so"),
        claims -> claims.subject("54321")); // not whose the access token is
  }

  @ParameterizedTest
  @MethodSource("wrongClaims")
  void anIdTokenWithAWrongClaimIsRefused(UnaryOperator<JWTClaimsSet.Builder> wrong) {
    TWITCH.claims = wrong;
    assertThat(new TwitchBrowser().signIn(gateway)).isEqualTo("sign-in-failed=unconfirmed");
    assertThat(gateway.redis.client().keys("chatsway:owner*")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = IdentityStandIn.Signing.class,
      names = "RIGHTLY",
      mode = EnumSource.Mode.EXCLUDE)
  void anIdTokenThatTwitchHasNotSignedIsRefused(IdentityStandIn.Signing wrongly) {
    TWITCH.signing = wrongly;
    assertThat(new TwitchBrowser().signIn(gateway)).isEqualTo("sign-in-failed=unconfirmed");
  }

  @Test
  void anotherAccountsAccessTokenIsRefused() {
    TWITCH.checkedNumber = "99";
    assertThat(new TwitchBrowser().signIn(gateway)).isEqualTo("sign-in-failed=unconfirmed");
  }

  @Test
  void anAccountOwnsItsBarsAndNothingElse() {
    var admins = gateway.create();
    var mine = new TwitchBrowser();
    mine.signIn(gateway);
    TWITCH.as("99", "somebody_else");
    var theirs = new TwitchBrowser();
    theirs.signIn(gateway);

    var bar = create(mine);
    assertThat(text(bar, "owner")).isEqualTo("twitch:12345");
    assertThat(bars(mine)).containsExactly(text(bar, "id"));
    assertThat(mine.status(other, "GET", path(bar))).isEqualTo(200);
    assertThat(mine.status(other, "POST", path(bar) + "/reset")).isEqualTo(204);

    assertThat(bars(theirs)).isEmpty();
    for (JsonNode foreign : List.of(bar, admins)) {
      assertThat(theirs.status(other, "GET", path(foreign))).isEqualTo(404);
      assertThat(theirs.status(other, "DELETE", path(foreign))).isEqualTo(404);
      assertThat(theirs.status(other, "POST", path(foreign) + "/owner-token")).isEqualTo(404);
    }
    assertThat(theirs.status(gateway, "GET", "/api/v1/owners")).isEqualTo(401);
    assertThat(theirs.status(gateway, "GET", "/api/v1/instances")).isEqualTo(401);
    assertThat(gateway.send("GET", path(bar), "").statusCode()).isEqualTo(200);
    assertThat(gateway.sendAs(text(bar, "ownerToken"), "GET", path(bar), "").statusCode())
        .isEqualTo(200);
    assertThat(json(gateway.send("GET", "/api/v1/sessions", "")).get("sessions"))
        .hasSize(2);
  }

  @Test
  void twoInstancesTogetherGiveAnOwnerNoMoreBarsThanAllowed() {
    var browser = new TwitchBrowser();
    browser.signIn(gateway);
    var answers = new ArrayList<CompletableFuture<Integer>>();
    for (int i = 0; i < 12; i++) {
      var at = i % 2 == 0 ? gateway : other;
      answers.add(
          CompletableFuture.supplyAsync(() -> browser.status(at, "POST", "/api/v1/sessions")));
    }
    assertThat(answers.stream().map(CompletableFuture::join))
        .containsOnly(201, 403)
        .filteredOn(status -> status == 201)
        .hasSize(5);
    var ids = bars(browser);
    assertThat(ids).hasSize(5);
    assertThat(browser.send(gateway, "POST", "/api/v1/sessions", "").body())
        .contains("you have 5 bars");

    assertThat(browser.status(other, "DELETE", "/api/v1/sessions/" + ids.get(0)))
        .isEqualTo(204);
    assertThat(gateway.send("DELETE", "/api/v1/sessions/" + ids.get(1), "").statusCode())
        .isEqualTo(204);
    create(browser);
    create(browser);
    assertThat(browser.status(gateway, "POST", "/api/v1/sessions")).isEqualTo(403);
  }

  /** An instance that dies between the claim and the creation costs the owner a bar for a minute, and not for ever. */
  @Test
  void whatWasClaimedAndNeverMadeIsGivenBack() {
    var browser = new TwitchBrowser();
    browser.signIn(gateway);
    String bars = "chatsway:owner:{twitch:12345}:bars";
    for (int i = 0; i < 5; i++) {
      gateway
          .redis
          .client()
          .zadd(bars, (double) Instant.now().toEpochMilli(), new UUID(0, i).toString());
    }
    assertThat(browser.status(gateway, "POST", "/api/v1/sessions")).isEqualTo(403);
    for (int i = 0; i < 5; i++) {
      gateway
          .redis
          .client()
          .zadd(
              bars,
              (double) Instant.now().minusSeconds(61).toEpochMilli(),
              new UUID(0, i).toString());
    }
    assertThat(browser.status(gateway, "POST", "/api/v1/sessions")).isEqualTo(201);
    assertThat(gateway.redis.client().zcard(bars)).isEqualTo(1);
  }

  @Test
  void signingOutEverywhereEndsEverySignInOfTheAccountAndNoOther() {
    var here = new TwitchBrowser();
    var there = new TwitchBrowser();
    here.signIn(gateway);
    there.signIn(other);
    TWITCH.as("99", "somebody_else");
    var theirs = new TwitchBrowser();
    theirs.signIn(gateway);
    var stolen = new TwitchBrowser();
    stolen.cookies.putAll(here.cookies);

    assertThat(here.status(other, "POST", "/studio/sign-out-everywhere")).isEqualTo(204);

    for (TwitchBrowser ended : List.of(here, there, stolen)) {
      assertThat(ended.status(gateway, "GET", "/studio/me")).isEqualTo(401);
    }
    assertThat(here.cookies).isEmpty();
    assertThat(theirs.status(gateway, "GET", "/studio/me")).isEqualTo(200);
    assertThat(here.signIn(gateway)).isEqualTo("signed in");
  }

  @Test
  void deletingItsDataLeavesNothingOfAnAccount() {
    TWITCH.as("99", "somebody_else");
    var theirs = new TwitchBrowser();
    theirs.signIn(gateway);
    create(theirs);
    var before = gateway.everything();
    TWITCH.as("12345", "somebody");
    var browser = new TwitchBrowser();
    browser.signIn(gateway);
    var second = new TwitchBrowser();
    second.signIn(other);
    var bar = create(browser);
    create(browser);
    gateway.ask(
        "POST",
        "/studio/sign-in",
        "{\"token\":\"" + text(bar, "ownerToken") + "\"}",
        "Origin",
        TwitchBrowser.ORIGIN,
        "X-Chatsway-Studio",
        "1");

    assertThat(browser.status(other, "DELETE", "/studio/account")).isEqualTo(204);

    assertThat(browser.cookies).isEmpty();
    assertThat(second.status(gateway, "GET", "/studio/me")).isEqualTo(401);
    assertThat(gateway.send("GET", path(bar), "").statusCode()).isEqualTo(404);
    var after = gateway.everything();
    after
        .values()
        .removeIf(
            Arrays.toString("deleted".getBytes(StandardCharsets.UTF_8))::equals); // tombstones
    assertThat(after).isEqualTo(before);
  }

  @Test
  void onlyAnAccountHasDataToDelete() {
    var admin = new TwitchBrowser();
    String body = "{\"token\":\"" + TestGateway.ADMIN + "\"}";
    assertThat(admin.send(gateway, "POST", "/studio/sign-in", body).statusCode())
        .isEqualTo(200);
    assertThat(admin.status(gateway, "DELETE", "/studio/account")).isEqualTo(403);
    assertThat(new TwitchBrowser().status(gateway, "DELETE", "/studio/account")).isEqualTo(401);
  }

  @Test
  void newOwnersCanBeLimitedOrSwitchedOffAndThoseThatAreStay() {
    var closed = gateway.another(TWITCH.settings("chatsway.gateway.sign-in.allowed = none"));
    var limited =
        gateway.another(TWITCH.settings("chatsway.gateway.sign-in.allowed = \"Friend, 77\""));
    try {
      assertThat(new TwitchBrowser().signIn(closed)).isEqualTo("sign-in-failed=closed");
      assertThat(new TwitchBrowser().signIn(limited)).isEqualTo("sign-in-failed=closed");
      assertThat(gateway.redis.client().keys("chatsway:owner*")).isEmpty();
      TWITCH.as("77", "anything");
      assertThat(new TwitchBrowser().signIn(limited)).isEqualTo("signed in");
      assertThat(new TwitchBrowser().signIn(closed)).isEqualTo("signed in");
      TWITCH.as("78", "friend");
      assertThat(new TwitchBrowser().signIn(limited)).isEqualTo("signed in");
      TWITCH.as("79", "77"); // a name that looks like a number
      assertThat(new TwitchBrowser().signIn(limited)).isEqualTo("sign-in-failed=closed");
    } finally {
      closed.die();
      limited.die();
    }
  }

  @Test
  void aSuspendedOwnerIsSignedOutAndItsOverlaysAreUnavailableUntilItMayGoOn() {
    var browser = new TwitchBrowser();
    browser.signIn(gateway);
    var bar = create(browser);
    String overlay = "/api/v1/overlays/" + text(bar, "overlayId");
    try (var client = gateway.overlay(text(bar, "overlayId"), "chatsway.v2")) {
      var suspended = json(other.send("POST", "/api/v1/owners/twitch:12345/suspend", ""));
      assertThat(suspended.get("suspended").booleanValue()).isTrue();
      assertThat(suspended.get("bars").asInt()).isEqualTo(1);

      assertThat(client.next("bye"))
          .hasToString("{\"type\":\"bye\",\"reason\":\"unavailable\",\"reconnect\":true}");
    }
    assertThat(gateway.get(overlay).statusCode()).isEqualTo(403);
    assertThat(gateway.get("/sse/overlay/" + text(bar, "overlayId")).statusCode())
        .isEqualTo(403);
    assertThat(browser.status(gateway, "GET", "/studio/me")).isEqualTo(401);
    assertThat(browser.status(gateway, "GET", path(bar))).isEqualTo(401);
    assertThat(new TwitchBrowser().signIn(gateway)).isEqualTo("sign-in-failed=suspended");
    var listed = json(gateway.send("GET", "/api/v1/owners", "")).get("owners");
    assertThat(listed).hasSize(1);
    assertThat(text(listed.get(0), "login")).isEqualTo("somebody");

    assertThat(gateway.send("POST", "/api/v1/owners/twitch:12345/resume", "").statusCode())
        .isEqualTo(200);
    assertThat(gateway.get(overlay).statusCode()).isEqualTo(200);
    assertThat(browser.signIn(other)).isEqualTo("signed in");
    assertThat(bars(browser)).containsExactly(text(bar, "id"));

    assertThat(gateway.send("DELETE", "/api/v1/owners/twitch:12345", "").statusCode())
        .isEqualTo(204);
    assertThat(gateway.send("GET", path(bar), "").statusCode()).isEqualTo(404);
    assertThat(gateway.send("DELETE", "/api/v1/owners/twitch:12345", "").statusCode())
        .isEqualTo(404);
  }

  @Test
  void whereSignInIsOffNobodyIsContactedAndAnAccountsCookieIsNone() {
    var browser = new TwitchBrowser();
    browser.signIn(gateway);
    TWITCH.asked.clear();
    var off = gateway.another();
    try {
      assertThat(off.get("/studio/sign-in").body()).isEqualTo("{\"twitch\":false}");
      assertThat(gateway.get("/studio/sign-in").body()).isEqualTo("{\"twitch\":true}");
      assertThat(browser.status(off, "POST", "/studio/sign-in/twitch")).isEqualTo(404);
      assertThat(browser.status(off, "GET", "/studio/me")).isEqualTo(401);
      assertThat(browser.status(gateway, "GET", "/studio/me")).isEqualTo(200);
      assertThat(TWITCH.asked).isEmpty();
    } finally {
      off.die();
    }
  }

  @Test
  void theKeyMayChangeAtAnyTime() {
    assertThat(new TwitchBrowser().signIn(gateway)).isEqualTo("signed in");
    TWITCH.rotateKey();
    assertThat(new TwitchBrowser().signIn(gateway)).isEqualTo("signed in");
  }

  private static JsonNode create(TwitchBrowser browser) {
    var answer = browser.send(gateway, "POST", "/api/v1/sessions", "");
    assertThat(answer.statusCode()).isEqualTo(201);
    return json(answer);
  }

  private static List<String> bars(TwitchBrowser browser) {
    var ids = new ArrayList<String>();
    json(browser.send(other, "GET", "/api/v1/sessions", ""))
        .get("sessions")
        .forEach(each -> ids.add(text(each, "id")));
    return ids;
  }
}
