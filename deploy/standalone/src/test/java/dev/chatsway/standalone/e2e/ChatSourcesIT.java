package dev.chatsway.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chatsway.redis.RedisServer;
import dev.chatsway.standalone.ChatswayProcess;
import dev.chatsway.standin.TwitchChatStandIn;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Chats that the server reads by itself: what its session API says of them, and what becomes of their lines. */
final class ChatSourcesIT {

  private static final String EVENTSUB = "what-twitch-signs-with";
  private static final JsonMapper JSON = JsonMapper.shared();

  private static final int CHANNELS = 300;

  /** What Twitch allows an anonymous user. */
  private static final int JOINS = 20;

  private static final Duration JOIN_WINDOW = Duration.ofSeconds(10);

  @TempDir
  Path temp;

  private final RedisServer redis = RedisServer.start();
  private final TwitchChatStandIn twitch = new TwitchChatStandIn();

  @AfterEach
  void stop() {
    twitch.close();
    redis.close();
  }

  private ChatswayProcess start(String... more) throws Exception {
    var environment = new HashMap<>(Map.of(
        "REDIS_URL",
        redis.uri(),
        "CHATSWAY_ADMIN_TOKEN",
        Site.ADMIN_TOKEN,
        "TWITCH_CHAT_URL",
        twitch.url(),
        "TWITCH_EVENTSUB_SECRET",
        EVENTSUB));
    for (int i = 0; i < more.length; i += 2) {
      environment.put(more[i], more[i + 1]);
    }
    return ChatswayProcess.start(temp, environment);
  }

  private static JsonNode create(Site site, String channels) throws Exception {
    var created = site.api("POST", "", """
        {"channels": [%s], "settings": {"decayRate": 0, "debounceMillis": 0}}""".formatted(channels));
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    return JSON.readTree(created.body());
  }

  private static JsonNode sources(Site site, JsonNode session) throws Exception {
    var answer = site.api("GET", "/" + session.required("id").asString() + "/sources", "");
    assertThat(answer.statusCode()).isEqualTo(200);
    return JSON.readTree(answer.body()).required("sources");
  }

  private static List<String> statuses(Site site, JsonNode session) throws Exception {
    return sources(site, session)
        .valueStream()
        .map(each -> each.path("status").asString())
        .toList();
  }

  private static double[] tallies(Site site, JsonNode session) throws Exception {
    var shown = site.shown(session);
    return new double[] {shown.path("for").asDouble(), shown.path("against").asDouble()};
  }

  private static void eventually(ThrowingRunnable holds) {
    await().atMost(Duration.ofSeconds(20)).untilAsserted(holds);
  }

  @Test
  void howEachChannelsChatReachesTheServerIsSaidByAnyInstance() throws Exception {
    twitch.forget("zznobodyzz");
    try (var gateway = start("CHATSWAY_ROLES", "gateway")) {
      var site = Site.at(gateway.url());
      var session = create(site, """
          {"platform": "twitch", "login": "https://www.twitch.tv/Channel?sr=a"},
          {"platform": "twitch", "login": "@ZZnobodyZZ"},
          {"platform": "twitch", "id": "12345"}""");
      assertThat(session.required("channels").toString())
          .isEqualTo(
              "[{\"platform\":\"twitch\",\"login\":\"channel\"},"
                  + "{\"platform\":\"twitch\",\"login\":\"zznobodyzz\"},{\"platform\":\"twitch\",\"id\":\"12345\"}]");
      assertThat(statuses(site, session)).containsExactly("unread", "unread", "webhook");

      try (var chat = start("CHATSWAY_ROLES", "chat")) {
        chat.url();
        eventually(() -> assertThat(statuses(site, session))
            .containsExactly("silent", "no_such_channel", "webhook"));
        twitch.chat("channel", "1", "a", "hello", "");
        eventually(() -> assertThat(statuses(site, session))
            .containsExactly("live", "no_such_channel", "webhook"));
        var sources = sources(site, session);
        assertThat(sources.at("/0/id").asString()).isEqualTo("100");
        assertThat(sources.at("/0/lastLine").asString()).matches("\\d{4}-.*Z");
        assertThat(sources.at("/1/reason").asString())
            .isEqualTo("This channel does not exist or has been suspended.");
        assertThat(sources.at("/2/id").asString()).isEqualTo("12345");
        assertThat(site.get("/metrics").body()).doesNotContain("zznobodyzz");
      }
      eventually(
          () -> assertThat(statuses(site, session)).containsExactly("unread", "unread", "webhook"));
    }
  }

  @Test
  void aLineThatComesByItsChatByEventSubAndByABotCountsOnce() throws Exception {
    try (var instance = start()) {
      var site = Site.at(instance.url());
      var session = create(
          site,
          "{\"platform\": \"twitch\", \"login\": \"channel\"}, {\"platform\": \"twitch\", \"id\": \"100\"}");
      eventually(() -> assertThat(statuses(site, session)).containsExactly("silent", "webhook"));

      twitch.chat("channel", Marked.VOTER + "1", Marked.MESSAGE, "yes", "");
      eventually(() -> assertThat(tallies(site, session)).containsExactly(1, 0));
      assertThat(site.send(Marked.twitch(site.url(), "100", "yes", EVENTSUB))).isEqualTo(204);
      var bot = site.http()
          .send(
              Marked.bearer(site.url(), session.required("voteToken").asString(), "yes"),
              BodyHandlers.ofString());
      assertThat(bot.body()).as("a bot's own id").contains("\"ok\"");
      assertThat(tallies(site, session)).containsExactly(2, 0);
    }
  }

  @Tag("faults")
  @Test
  void whenAnInstanceIsKilledItsChannelsAreReadWithinFiveSecondsAndNothingCountsTwice()
      throws Exception {
    var logins = IntStream.range(0, CHANNELS).mapToObj(i -> "c" + i).toList();
    var sessions = new ArrayList<JsonNode>();
    try (var killed = start()) {
      var first = Site.at(killed.url());
      for (int i = 0; i < logins.size(); i += 20) {
        sessions.add(create(
            first,
            logins.subList(i, i + 20).stream()
                .map(login -> "{\"platform\": \"twitch\", \"login\": \"" + login + "\"}")
                .collect(Collectors.joining(","))));
      }
      eventually(
          () -> assertThat(logins).allMatch(login -> twitch.readers(login).size() == 1));
      try (var other = start()) {
        var site = Site.at(other.url());
        logins.forEach(login -> twitch.chat(login, "v", login + "-1", "yes", ""));
        eventually(() -> assertThat(tallies(site, sessions.get(0))).containsExactly(20, 0));

        long since = System.nanoTime();
        killed.process().destroyForcibly().onExit().get();
        await()
            .pollInterval(Duration.ofMillis(20))
            .atMost(Duration.ofSeconds(5))
            .until(() -> joinedSince(since).containsAll(logins));
        System.out.printf(
            "%d channels read again %.2f s after the kill%n",
            CHANNELS, (System.nanoTime() - since) / 1e9);
        assertJoinsWithinTheRate();

        for (var login : logins) {
          twitch.chat(login, "v", login + "-1", "yes", "");
          twitch.chat(login, "w", login + "-2", "no", "");
        }
        for (var session : sessions) {
          eventually(() -> assertThat(tallies(site, session)).containsExactly(20, 20));
        }
      }
    }
  }

  private void assertJoinsWithinTheRate() {
    var byConnection = twitch.joins().stream()
        .collect(Collectors.groupingBy(
            TwitchChatStandIn.Join::connection,
            Collectors.mapping(TwitchChatStandIn.Join::nanos, Collectors.toList())));
    assertThat(byConnection.values()).allSatisfy(nanos -> {
      for (int i = JOINS; i < nanos.size(); i++) {
        assertThat(nanos.get(i) - nanos.get(i - JOINS)).isGreaterThan(JOIN_WINDOW.toNanos());
      }
    });
  }

  private Set<String> joinedSince(long nanos) {
    return twitch.joins().stream()
        .filter(join -> join.nanos() > nanos)
        .map(TwitchChatStandIn.Join::channel)
        .collect(Collectors.toSet());
  }
}
