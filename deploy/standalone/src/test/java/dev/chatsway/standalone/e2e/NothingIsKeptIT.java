package dev.chatsway.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chatsway.redis.RedisServer;
import dev.chatsway.standalone.ChatswayProcess;
import dev.chatsway.standin.TwitchChatStandIn;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * docs/interface.md, section 8: after votes by every way in, good and bad, neither what somebody wrote nor who it was is
 * anywhere, and no secret where it does not belong.
 */
final class NothingIsKeptIT {

  private static final String ADMIN = "zq7theadmintokenofthistestzq7theadmintoken";
  private static final String EVENTSUB = "zq7whattwitchsignswith";
  private static final String NAME = "zq7thenameofthebar";
  private static final String KICKER = "998877665544";
  private static final List<String> CHAT =
      List.of(Marked.TEXT, Marked.NAME, Marked.VOTER, Marked.MESSAGE, KICKER);
  private static final JsonMapper JSON = JsonMapper.shared();

  @TempDir
  Path temp;

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<HttpResponse<String>> answers = new ArrayList<>();

  @Test
  void afterVotesByEveryWayInNothingIsFoundThatMustNotBeThere() throws Exception {
    try (var redis = RedisServer.start();
        var twitch = new TwitchChatStandIn();
        var chatsway = ChatswayProcess.start(
            temp,
            Map.of(
                "REDIS_URL",
                redis.uri(),
                "CHATSWAY_ADMIN_TOKEN",
                ADMIN,
                "TWITCH_EVENTSUB_SECRET",
                EVENTSUB,
                "TWITCH_CHAT_URL",
                twitch.url(),
                "KICK_PUBLIC_KEY",
                Marked.kickPublicKey(),
                "LOG_LEVEL",
                "debug"))) {
      redis.client().configSet("rdbcompression", "no"); // or DUMP would hide what is to be found
      var site = new Site(chatsway.url(), ADMIN, http);
      var session = session(site);
      vote(site, session, "+ " + Marked.TEXT);
      vote(site, session, Marked.TEXT);
      await().until(() -> twitch.readers("channel").size() == 1);
      var tags = "display-name=" + Marked.NAME;
      twitch.chat("channel", Marked.VOTER + "5", Marked.MESSAGE + "5", "+ " + Marked.TEXT, tags);
      twitch.chat("channel", Marked.VOTER + "5", Marked.MESSAGE + "6", Marked.TEXT, tags);
      await().until(() -> site.shown(session).path("for").asDouble() == 6);
      assertThat(answers).extracting(HttpResponse::statusCode).allMatch(status -> status < 300);
      misuse(site, session);

      var kept = everything(redis.client());
      assertThat(kept).anyMatch(each -> each.contains(NAME)); // so the search finds what is there
      assertThat(Stream.concat(CHAT.stream(), Stream.of(ADMIN, EVENTSUB)))
          .allSatisfy(never -> assertThat(kept).noneMatch(each -> each.contains(never)));

      assertNowhere(session, site.get("/metrics").body());
      assertThat(answers)
          .filteredOn(answer -> answer.statusCode() >= 400)
          .hasSizeGreaterThan(6)
          .allSatisfy(answer -> assertNowhere(session, answer.body()));
      assertNowhere(session, arguments(chatsway.process().pid()));

      redis.kill();
      vote(site, session, "+ " + Marked.TEXT);
      assertThat(answers).extracting(HttpResponse::statusCode).contains(503);
      var log = String.join("\n", chatsway.errors());
      assertThat(log).contains("admin: POST /api/v1/sessions");
      assertNowhere(session, log);
    }
  }

  /** One with all the secrets that there can be. */
  private static JsonNode session(Site site) throws IOException, InterruptedException {
    var created = site.api("POST", "", """
        {"name": "%s", "channels": [{"platform": "twitch", "id": "7001"}, {"platform": "kick", "id": "7002"},
           {"platform": "twitch", "login": "channel"}],
         "settings": {"match": "leading", "decayRate": 0}}""".formatted(NAME));
    var path = "/" + JSON.readTree(created.body()).path("id").asString();
    site.api("POST", path + "/control-token", "");
    return JSON.readTree(site.api("POST", path + "/deck-token", "").body());
  }

  private void vote(Site site, JsonNode session, String text)
      throws IOException, InterruptedException {
    var url = site.url();
    send(Marked.twitch(url, "7001", text, EVENTSUB));
    send(Marked.kick(url, "7002", text));
    send(Marked.signed(
        url, session.path("id").asString(), session.path("webhookSecret").asString(), text));
    send(Marked.bearer(url, session.path("voteToken").asString(), text));
    send(Marked.link(session.path("voteUrl").asString(), text));
  }

  /** Requests that are turned away, each with something in it that is nobody's business. */
  private void misuse(Site site, JsonNode session) throws IOException, InterruptedException {
    var url = site.url();
    var id = session.path("id").asString();
    send(Marked.twitch(url, "7001", Marked.TEXT, "another secret"));
    send(Marked.signed(url, id, "whsec_AAAAAAAAAAAAAAAA", Marked.TEXT));
    send(Marked.bearer(url, session.path("ownerToken").asString(), Marked.TEXT));
    send(Marked.bearer(url, session.path("voteToken").asString(), Marked.TEXT + "\" broken"));
    send(asked(url + "/api/v1/sessions/" + id, session.path("voteToken").asString()));
    send(asked(url + "/api/v1/sessions?after=" + session.path("ownerToken").asString(), "wrong"));
    send(asked(url + "/deck/" + session.path("ownerToken").asString() + "/reset", ADMIN));
    send(asked(url + "/api/v1/control", session.path("voteToken").asString()));
    send(asked(url + "/nothing/" + session.path("voteToken").asString(), ADMIN));
  }

  private static HttpRequest asked(String url, String token) {
    return HttpRequest.newBuilder(URI.create(url))
        .header("Authorization", "Bearer " + token)
        .build();
  }

  private void send(HttpRequest request) throws IOException, InterruptedException {
    answers.add(http.send(request, BodyHandlers.ofString()));
  }

  /** Each key with what it holds, byte for byte. */
  private static List<String> everything(RedisClient redis) {
    return redis.keys("*").stream()
        .flatMap(key -> Optional.ofNullable(redis.dump(key)) // it may have run out meanwhile
            .map(bytes -> key + " " + new String(bytes, StandardCharsets.ISO_8859_1))
            .stream())
        .toList();
  }

  private static void assertNowhere(JsonNode session, String text) {
    var secrets = Stream.of("id", "overlayId", "voteToken", "ownerToken", "webhookSecret")
        .map(field -> session.path(field).asString());
    var fromUrls = Stream.of("voteUrl", "controlUrl", "deckUrl")
        .map(field -> session.path(field).asString().replaceFirst(".*[/#]", ""));
    assertThat(Stream.of(CHAT.stream(), Stream.of(ADMIN, EVENTSUB), secrets, fromUrls)
            .flatMap(each -> each))
        .allSatisfy(never -> assertThat(never)
            .hasSizeGreaterThan(8)
            .satisfies(each -> assertThat(text).doesNotContain(each)));
  }

  /** Of a process and of those that it has started. */
  private static String arguments(long pid) throws IOException {
    var all = new StringBuilder();
    var processes = Stream.concat(
        Stream.of(ProcessHandle.of(pid).orElseThrow()),
        ProcessHandle.of(pid).orElseThrow().descendants());
    for (var process : processes.toList()) {
      all.append(Files.readString(Path.of("/proc/" + process.pid() + "/cmdline")));
    }
    assertThat(all.toString()).contains("dev.chatsway.standalone.Main");
    return all.toString();
  }
}
