package dev.chatsway.gateway;

import static dev.chatsway.gateway.TestGateway.json;
import static dev.chatsway.gateway.TestGateway.path;
import static dev.chatsway.gateway.TestGateway.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.StringJoiner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What all bars of one account together may take. */
final class OwnerBudgetsTest {

  private static final IdentityStandIn TWITCH = IdentityStandIn.start();
  private static TestGateway gateway;

  private TwitchBrowser owner;
  private JsonNode bar;

  @BeforeAll
  static void start() {
    gateway = TestGateway.start(TWITCH.settings(
        "chatsway.gateway.sign-in { max-channels = 3, max-changes = 12 }",
        "chatsway.broadcaster.max-clients-per-owner = 2"));
  }

  @AfterAll
  static void stop() {
    gateway.close();
    TWITCH.close();
  }

  private static int accounts = 100;

  /** An account that has not changed anything yet. */
  @BeforeEach
  void anOwner() {
    accounts++;
    TWITCH.reset();
    TWITCH.as(String.valueOf(accounts), "streamer_" + accounts);
    owner = new TwitchBrowser();
    assertThat(owner.signIn(gateway)).isEqualTo("signed in");
    bar = json(owner.send(gateway, "POST", "/api/v1/sessions", ""));
  }

  @Test
  void channelsAreCountedOverAllBars() {
    assertThat(patch(bar, 2).statusCode()).isEqualTo(200);
    var second = owner.send(gateway, "POST", "/api/v1/sessions", channels(2));
    assertThat(second.statusCode()).isEqualTo(400);
    assertThat(second.body())
        .contains("at most 3 channels in all bars of an owner; the others have 2");
    var third = owner.send(gateway, "POST", "/api/v1/sessions", channels(1));
    assertThat(third.statusCode()).isEqualTo(201);
    assertThat(patch(json(third), 2).statusCode()).isEqualTo(400);
    assertThat(gateway
            .sendAs(text(bar, "ownerToken"), "PATCH", path(bar), channels(3))
            .statusCode())
        .isEqualTo(400);
    assertThat(patch(bar, 1).statusCode()).isEqualTo(200);
    assertThat(patch(json(third), 2).statusCode()).isEqualTo(200);
    assertThat(json(owner.send(gateway, "GET", "/api/v1/sessions", "")).get("sessions"))
        .hasSize(2);
    assertThat(gateway.create(channels(4)).get("channels")).hasSize(4); // the admin's has no owner
  }

  @Test
  void changesAreCountedWhoeverMakesThemAndReadingIsNot() {
    String control = text(
            json(owner.send(gateway, "POST", path(bar) + "/control-token", "")), "controlUrl")
        .replaceFirst(".*#", "");
    String deck = text(json(owner.send(gateway, "POST", path(bar) + "/deck-token", "")), "deckUrl")
        .replaceFirst(".*(/deck/.*)", "$1/reset");
    double before = limited();
    int changes = 3;
    while (owner.status(gateway, "POST", path(bar) + "/reset") == 204) {
      changes++;
    }
    assertThat(changes)
        .isGreaterThanOrEqualTo(12)
        .isLessThanOrEqualTo(14); // 12 at once, and some refill

    var refused = owner.send(gateway, "PATCH", path(bar), "{\"name\":\"x\"}");
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.body()).contains("12 a minute are allowed");
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    assertThat(gateway
            .sendAs(text(bar, "ownerToken"), "POST", path(bar) + "/reset", "")
            .statusCode())
        .isEqualTo(429);
    assertThat(gateway.sendAs(control, "POST", "/api/v1/control/pause", "").statusCode())
        .isEqualTo(429);
    assertThat(gateway.ask("POST", deck, "", "a", "b").statusCode()).isEqualTo(429);
    assertThat(limited() - before).isGreaterThanOrEqualTo(5);

    assertThat(owner.status(gateway, "GET", path(bar))).isEqualTo(200);
    assertThat(gateway.sendAs(control, "GET", "/api/v1/control", "").statusCode())
        .isEqualTo(200);
    assertThat(gateway.send("POST", path(bar) + "/reset", "").statusCode()).isEqualTo(204);
  }

  @Test
  void overlaysAreCountedOverAllBars() {
    var second = json(owner.send(gateway, "POST", "/api/v1/sessions", ""));
    try (var one = gateway.overlay(text(bar, "overlayId"), "chatsway.v2");
        var two = gateway.overlay(text(second, "overlayId"), "chatsway.v2")) {
      assertThat(one.next("hello")).isNotNull();
      assertThat(two.next("hello")).isNotNull();
      var refused = gateway.get("/sse/overlay/" + text(bar, "overlayId"));
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.body()).contains("the bars of this owner have 2 clients already");
    }
    assertThat(gateway.metrics.scrape())
        .contains("chatsway_broadcaster_clients_refused_total{reason=\"owner_full\"} 1.0");
  }

  private HttpResponse<String> patch(JsonNode session, int channels) {
    return owner.send(gateway, "PATCH", path(session), channels(channels));
  }

  private static String channels(int count) {
    var all = new StringJoiner(",");
    for (int i = 0; i < count; i++) {
      all.add("{\"platform\":\"twitch\",\"id\":\"" + i + "\"}");
    }
    return "{\"channels\":[" + all + "]}";
  }

  private static double limited() {
    return gateway
        .metrics
        .get("chatsway.requests.limited")
        .tag("limit", "owner_changes")
        .counter()
        .count();
  }
}
