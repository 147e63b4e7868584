package dev.chatsway.gateway;

import static dev.chatsway.gateway.TestGateway.json;
import static dev.chatsway.gateway.TestGateway.path;
import static dev.chatsway.gateway.TestGateway.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Bars that an account shares with another, on two instances with one Redis. */
final class CoHostsTest {

  private static final List<String> SECRETS = List.of(
      "voteToken", "voteUrl", "ownerToken", "webhookSecret", "controlUrl", "deckUrl", "coHosts");

  private static final String ONE_SESSION = "/api/v1/sessions/{id}";
  private static final Set<String> METHODS = Set.of("get", "post", "patch", "delete");

  private static final IdentityStandIn TWITCH = IdentityStandIn.start();
  private static TestGateway gateway;
  private static TestGateway other;

  private TwitchBrowser owner;
  private TwitchBrowser friend;
  private JsonNode bar;

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
  void anOwnerWithABar() {
    TWITCH.reset();
    gateway.redis.client().flushDB();
    owner = signedIn("1", "streamer");
    friend = new TwitchBrowser();
    bar = json(owner.send(gateway, "POST", "/api/v1/sessions", "{\"name\":\"Ours\"}"));
    owner.send(gateway, "POST", path(bar) + "/control-token", "");
    owner.send(gateway, "POST", path(bar) + "/deck-token", "");
  }

  @Test
  void whoIsInvitedFindsTheBarAfterSigningInAndMayRunIt() {
    var invited = invite("https://www.twitch.tv/Friend").get("coHosts");
    assertThat(invited).hasSize(1);
    assertThat(text(invited.get(0), "login")).isEqualTo("friend");
    assertThat(invited.get(0).has("account")).isFalse();
    assertThat(invited.get(0).has("until")).isTrue();

    friend = signedIn("2", "friend");

    var shared = bars(friend, other);
    assertThat(shared).hasSize(1);
    assertThat(text(shared.get(0), "sharedBy")).isEqualTo("streamer");
    assertThat(shared.get(0).propertyNames()).doesNotContainAnyElementsOf(SECRETS);
    var seen = json(friend.send(gateway, "GET", path(bar), ""));
    assertThat(seen).isEqualTo(shared.get(0));
    assertThat(coHosts()).hasToString("[{\"login\":\"friend\",\"account\":\"twitch:2\"}]");

    String patch =
        "{\"name\":\"Theirs\",\"channels\":[{\"platform\":\"twitch\",\"login\":\"friend\"}],"
            + "\"settings\":{\"question\":\"Left?\",\"paused\":true}}";
    var changed = friend.send(other, "PATCH", path(bar), patch);
    assertThat(changed.statusCode()).isEqualTo(200);
    assertThat(json(changed).propertyNames()).doesNotContainAnyElementsOf(SECRETS);
    assertThat(text(json(owner.send(gateway, "GET", path(bar), "")), "name")).isEqualTo("Theirs");
    for (String may : List.of(
        "GET /clients 200",
        "GET /sources 200",
        "GET /timeline 200",
        "GET /timeline.csv 200",
        "GET /rounds 200",
        "POST /rounds 201",
        "POST /rounds/close 200",
        "POST /reset 204",
        "POST /reset/undo 204",
        "POST /test-votes 200")) {
      assertThat(status(friend, may)).as(may).isEqualTo(may.substring(may.length() - 3));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE ",
        "POST /owner-token",
        "POST /overlay-id",
        "POST /vote-token",
        "POST /link-token",
        "POST /webhook-secret",
        "POST /control-token",
        "DELETE /control-token",
        "POST /deck-token",
        "DELETE /deck-token",
        "GET /control-qr",
        "GET /webhooks",
        "POST /webhooks",
        "DELETE /webhooks/1",
        "POST /webhooks/1/test",
        "POST /co-hosts",
        "DELETE /co-hosts/friend"
      })
  void aCoHostMayNeitherDeleteNorShareNorSeeKeys(String request) {
    aCoHost();
    var before = gateway.everything();

    assertThat(status(friend, request)).isEqualTo("403");

    assertThat(gateway.everything()).isEqualTo(before);
  }

  @Test
  void whatTheApiHasBesidesIsForTheOwnerOnly() {
    aCoHost();
    var refused = new ArrayList<String>();
    json(gateway.send("GET", "/api/openapi.json", ""))
        .get("paths")
        .properties()
        .forEach(path -> path.getValue().propertyNames().stream()
            .filter(METHODS::contains)
            .map(method -> method.toUpperCase(Locale.ROOT) + " " + path.getKey())
            .filter(operation -> operation.contains(ONE_SESSION))
            .map(operation -> operation.replace(ONE_SESSION, "").replaceAll("\\{[^}]+}", "1"))
            .filter(operation -> !operation.endsWith(" /leave")) // ends the access
            .filter(operation -> status(friend, operation).equals("403"))
            .forEach(refused::add));

    assertThat(refused)
        .containsExactlyInAnyOrder(
            "DELETE ",
            "GET /webhooks",
            "POST /webhooks",
            "DELETE /webhooks/1",
            "POST /webhooks/1/on",
            "POST /webhooks/1/test",
            "POST /co-hosts",
            "DELETE /co-hosts/1",
            "GET /control-qr",
            "POST /overlay-id",
            "POST /vote-token",
            "POST /link-token",
            "POST /owner-token",
            "POST /webhook-secret",
            "POST /control-token",
            "DELETE /control-token",
            "POST /deck-token",
            "DELETE /deck-token");
  }

  @ParameterizedTest
  @CsvSource({
    "GET /nothing, 404",
    "POST /nothing/1, 404",
    "GET /webhooks/one, 404",
    "POST /webhooks/1/off, 404",
    "GET /control-token, 405",
    "GET /co-hosts, 405",
    "PUT /, 404",
    "PUT /reset, 405"
  })
  void whatThereIsNotIsAnsweredToACoHostAsToTheOwner(String request, String expected) {
    aCoHost();

    assertThat(status(owner, request)).isEqualTo(expected);
    assertThat(status(friend, request)).isEqualTo(expected);
  }

  @Test
  void aCoHostThatIsRemovedHasNoAccessFromTheNextRequestOn() {
    aCoHost();
    assertThat(friend.status(other, "GET", path(bar))).isEqualTo(200);

    var after = json(owner.send(gateway, "DELETE", path(bar) + "/co-hosts/Friend", ""));

    assertThat(after.get("coHosts")).isEmpty();
    for (TestGateway each : List.of(gateway, other)) {
      assertThat(friend.status(each, "GET", path(bar))).isEqualTo(404);
      assertThat(friend.status(each, "POST", path(bar) + "/reset")).isEqualTo(404);
      assertThat(friend.send(each, "PATCH", path(bar), "{\"name\":\"Mine\"}").statusCode())
          .isEqualTo(404);
      assertThat(bars(friend, each)).isEmpty();
    }
    assertThat(signedIn("2", "friend").status(gateway, "GET", path(bar))).isEqualTo(404);
    assertThat(gateway.redis.client().keys("chatsway:co-host*")).isEmpty();
  }

  @Test
  void aCoHostMayLeave() {
    aCoHost();
    assertThat(owner.status(gateway, "POST", path(bar) + "/leave")).isEqualTo(403);
    assertThat(friend.status(other, "POST", path(bar) + "/leave")).isEqualTo(204);
    assertThat(friend.status(gateway, "GET", path(bar))).isEqualTo(404);
    assertThat(coHosts()).isEmpty();
  }

  /** Who is signed in when the invitation is made need not sign in again. */
  @Test
  void anInvitationReachesWhoIsSignedInAlready() {
    friend = signedIn("2", "friend");
    assertThat(bars(friend, other)).isEmpty();
    invite("friend");
    assertThat(bars(friend, other)).hasSize(1);
    assertThat(friend.status(gateway, "GET", path(bar))).isEqualTo(200);
  }

  /** Twitch may have given it to somebody else by then. */
  @Test
  void aLoginFromASignInLongAgoTakesNoInvitationUp() {
    friend = signedIn("2", "friend");
    var longAgo = Instant.now().minus(Duration.ofDays(31));
    gateway
        .redis
        .client()
        .hset("chatsway:owner:{twitch:2}", "lastSignIn", String.valueOf(longAgo.toEpochMilli()));
    invite("friend");
    assertThat(bars(friend, other)).isEmpty();
    assertThat(bars(signedIn("2", "friend"), other)).hasSize(1);
  }

  /** The number is what counts once it is known: a login that somebody else has taken over opens nothing, and a new login loses nothing. */
  @Test
  void aCoHostStaysTheOneWhoSignedInWhateverBecomesOfTheLogin() {
    aCoHost();

    var renamed = signedIn("2", "friend_renamed");
    var successor = signedIn("3", "friend");

    assertThat(bars(successor, other)).isEmpty();
    assertThat(successor.status(gateway, "GET", path(bar))).isEqualTo(404);
    assertThat(renamed.status(gateway, "GET", path(bar))).isEqualTo(200);
    assertThat(coHosts()).hasToString("[{\"login\":\"friend_renamed\",\"account\":\"twitch:2\"}]");
  }

  @Test
  void anInvitationIsForOneAccountAndEndsUnlessItIsRenewed() {
    invite("friend");
    String record =
        gateway.redis.client().keys("chatsway:{*}:session:*").iterator().next();
    String late =
        gateway.redis.client().hget(record, "coHosts").replaceFirst("\"20\\d\\d", "\"2001");
    gateway.redis.client().hset(record, "coHosts", late);
    friend = signedIn("2", "friend");
    assertThat(bars(friend, other)).isEmpty();
    assertThat(friend.status(gateway, "GET", path(bar))).isEqualTo(404);

    invite("friend");

    assertThat(coHosts()).hasSize(1);
    assertThat(bars(friend, other)).hasSize(1);
  }

  @Test
  void aWithdrawnInvitationIsWorthNothing() {
    invite("friend");
    owner.send(other, "DELETE", path(bar) + "/co-hosts/friend", "");
    friend = signedIn("2", "friend");
    assertThat(bars(friend, other)).isEmpty();
    assertThat(gateway.redis.client().keys("chatsway:co-host*")).isEmpty();
  }

  @Test
  void onlyAsManyAsAllowedAndNotTheOwner() {
    var own = owner.send(gateway, "POST", path(bar) + "/co-hosts", "{\"login\":\"streamer\"}");
    assertThat(own.statusCode()).isEqualTo(400);
    assertThat(own.body()).contains("an account other than the owner's");
    for (String wrong : List.of("{}", "{\"login\":\"not a name\"}", "{\"login\":\"a\",\"x\":1}")) {
      assertThat(owner.send(gateway, "POST", path(bar) + "/co-hosts", wrong).statusCode())
          .isEqualTo(400);
    }
    for (int i = 0; i < 20; i++) {
      invite("friend_" + i);
    }
    var more = owner.send(other, "POST", path(bar) + "/co-hosts", "{\"login\":\"friend_20\"}");
    assertThat(more.statusCode()).isEqualTo(400);
    assertThat(more.body()).contains("at most 20 co-hosts");
    assertThat(invite("friend_3").get("coHosts")).hasSize(20);
  }

  /** Both take up what is there at the same time; no change of the other is lost. */
  @Test
  void twoThatSignInAtOnceAreBothCoHosts() {
    var friends = new ArrayList<TwitchBrowser>();
    for (int i = 0; i < 4; i++) {
      friends.add(signedIn("1" + i, "friend_" + i));
      invite("friend_" + i);
    }
    var lists = new ArrayList<CompletableFuture<List<JsonNode>>>();
    for (int i = 0; i < 4; i++) {
      var browser = friends.get(i);
      var at = i % 2 == 0 ? gateway : other;
      lists.add(CompletableFuture.supplyAsync(() -> bars(browser, at)));
    }
    assertThat(lists).allSatisfy(list -> assertThat(list.join()).hasSize(1));
    assertThat(coHosts())
        .hasSize(4)
        .allSatisfy(each -> assertThat(each.has("account")).isTrue());
  }

  @Test
  void deletingItsDataRemovesACoHostAndInvitationsOfItsLogin() {
    var before = gateway.everything();
    aCoHost();
    TWITCH.as("9", "somebody_else");
    var theirs = signedIn("9", "somebody_else");
    var second = json(theirs.send(gateway, "POST", "/api/v1/sessions", ""));
    theirs.send(gateway, "POST", path(second) + "/co-hosts", "{\"login\":\"friend\"}");

    assertThat(friend.status(other, "DELETE", "/studio/account")).isEqualTo(204);

    assertThat(coHosts()).isEmpty();
    assertThat(json(theirs.send(gateway, "GET", path(second), "")).get("coHosts"))
        .isEmpty();
    assertThat(friend.status(gateway, "GET", path(bar))).isEqualTo(401);
    assertThat(theirs.status(gateway, "DELETE", "/studio/account")).isEqualTo(204);
    assertThat(gateway.everything().toString()).doesNotContain("friend", "twitch:2");
    assertThat(gateway.everything().keySet()).containsAll(before.keySet());
  }

  @ParameterizedTest
  @CsvSource({"POST, /api/v1/owners/twitch:1/suspend", "DELETE, /api/v1/owners/twitch:1"})
  void aBarOfASuspendedOrDeletedOwnerIsOpenToNoCoHost(String method, String path) {
    aCoHost();
    gateway.send(method, path, "");
    assertThat(friend.status(other, "GET", path(bar))).isEqualTo(404);
    assertThat(bars(friend, other)).isEmpty();
  }

  @Test
  void aSuspendedCoHostHasNoAccess() {
    aCoHost();
    gateway.send("POST", "/api/v1/owners/twitch:2/suspend", "");
    assertThat(friend.status(other, "GET", path(bar))).isEqualTo(401);
    gateway.send("POST", "/api/v1/owners/twitch:2/resume", "");
    assertThat(signedIn("2", "friend").status(other, "GET", path(bar))).isEqualTo(200);
  }

  /** Where no new owners are admitted, an invited account may be a co-host, and have no bars of its own. */
  @Test
  void whoMayNotBecomeAnOwnerCanBeACoHostWithoutBarsOfItsOwn() {
    var closed = gateway.another(TWITCH.settings("chatsway.gateway.sign-in.allowed = none"));
    try {
      TWITCH.as("2", "friend");
      assertThat(new TwitchBrowser().signIn(closed)).isEqualTo("sign-in-failed=closed");
      invite("friend");
      friend = new TwitchBrowser();
      assertThat(friend.signIn(closed)).isEqualTo("signed in");

      assertThat(bars(friend, closed)).hasSize(1);
      var me = json(friend.send(closed, "GET", "/studio/me", "")).get("account");
      assertThat(me.get("maxBars").asInt()).isZero();
      var refused = friend.send(closed, "POST", "/api/v1/sessions", "");
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.body()).contains("have none of its own");
      var listed =
          json(gateway.send("GET", "/api/v1/owners?after=twitch:1", "")).get("owners");
      assertThat(listed.get(0).get("coHostOnly").asBoolean()).isTrue();

      owner.send(gateway, "DELETE", path(bar) + "/co-hosts/friend", "");
      assertThat(new TwitchBrowser().signIn(closed)).isEqualTo("sign-in-failed=closed");
      assertThat(new TwitchBrowser().signIn(gateway)).isEqualTo("signed in"); // where all may
      assertThat(friend.status(closed, "POST", "/api/v1/sessions")).isEqualTo(201);
    } finally {
      closed.die();
    }
  }

  /** The admin's bars have no owner with a login. */
  @Test
  void theOperatorAndTheOwnerTokenCanShareTooAndWithoutSignInThereIsNobodyToShareWith() {
    var admins = gateway.create();
    String coHosts = path(admins) + "/co-hosts";
    var answer =
        gateway.sendAs(text(admins, "ownerToken"), "POST", coHosts, "{\"login\":\"friend\"}");
    assertThat(answer.statusCode()).isEqualTo(200);
    friend = signedIn("2", "friend");
    assertThat(text(bars(friend, other).get(0), "sharedBy")).isEmpty();
    var off = gateway.another();
    try {
      assertThat(off.send("POST", coHosts, "{\"login\":\"another\"}").statusCode())
          .isEqualTo(403);
      assertThat(off.send("DELETE", coHosts + "/friend", "").statusCode()).isEqualTo(200);
      assertThat(bars(friend, other)).isEmpty();
    } finally {
      off.die();
    }
  }

  private void aCoHost() {
    invite("friend");
    friend = signedIn("2", "friend");
  }

  private JsonNode invite(String login) {
    var answer =
        owner.send(gateway, "POST", path(bar) + "/co-hosts", "{\"login\":\"" + login + "\"}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  private JsonNode coHosts() {
    return json(gateway.send("GET", path(bar), "")).get("coHosts");
  }

  /** The status of a request such as {@code POST /reset}, below the bar's path. */
  private String status(TwitchBrowser browser, String request) {
    String[] words = request.split(" ", -1);
    String body = words[1].equals("/test-votes") ? "{\"for\":1}" : "";
    return String.valueOf(
        browser.send(other, words[0], path(bar) + words[1], body).statusCode());
  }

  private static TwitchBrowser signedIn(String number, String login) {
    TWITCH.as(number, login);
    var browser = new TwitchBrowser();
    assertThat(browser.signIn(gateway)).isEqualTo("signed in");
    return browser;
  }

  private static List<JsonNode> bars(TwitchBrowser browser, TestGateway at) {
    var all = new ArrayList<JsonNode>();
    json(browser.send(at, "GET", "/api/v1/sessions", "")).get("sessions").forEach(all::add);
    return all;
  }
}
