package dev.chatsway.standalone.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.chatsway.redis.RedisCluster;
import dev.chatsway.redis.RedisSentinels;
import dev.chatsway.redis.RedisServer;
import dev.chatsway.standalone.RealServer;
import dev.chatsway.standalone.e2e.Notification;
import dev.chatsway.standalone.e2e.Site;
import dev.chatsway.twitch.TwitchApiStandIn;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code deploy/rotate-secret} with two instances, while every vote is delivered to both until both have taken it. */
@Tag("faults")
final class RotateSecretIT {

  private static final Map<String, String> KEYS = Map.ofEntries(
      Map.entry("REDIS_URL", "chatsway.redis.url"),
      Map.entry("PUBLIC_URL", "chatsway.http.public-url"),
      Map.entry("CHATSWAY_ADMIN_TOKEN", "chatsway.admin-token"),
      Map.entry("CHATSWAY_SECOND_ADMIN_TOKEN", "chatsway.second-admin-token"),
      Map.entry("CHATSWAY_VOTER_KEY", "chatsway.voter-key"),
      Map.entry("TWITCH_EVENTSUB_SECRET", "chatsway.ingest.eventsub.secret"),
      Map.entry("TWITCH_EVENTSUB_SECOND_SECRET", "chatsway.ingest.eventsub.second-secret"),
      Map.entry("TWITCH_CLIENT_ID", "chatsway.ingest.twitch.client-id"),
      Map.entry("TWITCH_CLIENT_SECRET", "chatsway.ingest.twitch.client-secret"),
      Map.entry("TWITCH_BOT_USER_ID", "chatsway.ingest.twitch.bot-user-id"),
      Map.entry("TWITCH_API_URL", "chatsway.ingest.twitch.api-url"),
      Map.entry("TWITCH_AUTH_URL", "chatsway.ingest.twitch.auth-url"));

  @TempDir
  Path temp;

  private final List<Integer> ports = new ArrayList<>();
  private final List<RealServer> servers = new ArrayList<>();
  private final List<String> restarts = new ArrayList<>();

  /** What Twitch signs with: what the instances set up last. */
  private volatile String signedWith = Notification.SECRET.replace(' ', '-');

  /** The servers of a Redis whose password is to be rotated. */
  private record Store(AutoCloseable whole, List<RedisServer> servers, String url) {
    private static Store of(String topology) {
      return switch (topology) {
        case "cluster" -> {
          var cluster = RedisCluster.start(OLD_PASSWORD);
          yield new Store(cluster, cluster.servers(), cluster.uri());
        }
        case "sentinels" -> {
          var sentinels = RedisSentinels.start(OLD_PASSWORD);
          yield new Store(sentinels, sentinels.servers(), sentinels.uriOfAll());
        }
        default -> {
          var one =
              RedisServer.start(RedisServer.freePort(), List.of("--requirepass", OLD_PASSWORD));
          yield new Store(
              one, List.of(one), "redis://:" + OLD_PASSWORD + "@" + one.address() + "/0");
        }
      };
    }
  }

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String OLD_PASSWORD = "the-old-password";

  private @Nullable Store redis; // none if the test is skipped
  private final HttpServer operator;

  RotateSecretIT() throws IOException {
    operator = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  private Path file() {
    return temp.resolve("chatsway.env");
  }

  /** @param more lines of the file; {@code {port}} is the first instance's */
  private void startBoth(String topology, String more) throws Exception {
    Programs.need("curl", "redis-cli");
    var store = Store.of(topology);
    redis = store;
    ports.addAll(List.of(RealServer.freePort(), RealServer.freePort()));
    Files.writeString(
        file(),
        """
        REDIS_URL=%s
        CHATSWAY_ADMIN_TOKEN=%s
        TWITCH_EVENTSUB_SECRET=%s
        """.formatted(store.url(), Site.ADMIN_TOKEN, signedWith)
            + more.replace("{port}", ports.get(0).toString()));
    for (var i = 0; i < 2; i++) {
      servers.add(start(i));
    }
    operator.createContext("/restart", exchange -> {
      exchange.sendResponseHeaders(restart() ? 204 : 500, -1);
      exchange.close();
    });
    operator.start();
  }

  @AfterEach
  void stop() throws Exception {
    for (var server : servers) {
      server.stop();
    }
    operator.stop(0);
    if (redis != null) {
      redis.whole().close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"one server", "sentinels", "cluster"})
  void everyVoteCountsOnceWhileAllSecretsAreRotated(String topology) throws Exception {
    startBoth(topology, "");
    var session =
        site(0).create("7001", "{\"decayRate\": 0, \"voteDelta\": 0.1, \"debounceMillis\": 0}");
    var isOver = new AtomicBoolean();
    var votes = CompletableFuture.supplyAsync(() -> vote(isOver));
    var printed = new StringBuilder();
    for (var secret : List.of("admin-token", "eventsub-secret", "redis-password")) {
      printed.append(rotate(secret, ""));
    }
    isOver.set(true);

    assertThat(restarts).hasSize(7);
    int counted = votes.join();
    assertThat(counted).isGreaterThan(20);
    assertThat(shown(session).required("for").asInt()).isEqualTo(counted);
    assertThat(settings())
        .doesNotContainKeys("CHATSWAY_SECOND_ADMIN_TOKEN", "TWITCH_EVENTSUB_SECOND_SECRET")
        .containsEntry("CHATSWAY_VOTER_KEY", Site.ADMIN_TOKEN);
    settings().values().forEach(value -> assertThat(printed).doesNotContain(value));
    assertOldOnesAreRefused();
  }

  @Test
  void afterTwitchsClientSecretChatsAreSubscribedToWithTheNewOne() throws Exception {
    try (var twitch = TwitchApiStandIn.start()) {
      startBoth("one server", """
          PUBLIC_URL=http://127.0.0.1:{port}
          TWITCH_CLIENT_ID=%s
          TWITCH_CLIENT_SECRET=%s
          TWITCH_BOT_USER_ID=%s
          TWITCH_API_URL=%s
          TWITCH_AUTH_URL=%s
          """.formatted(
              TwitchApiStandIn.CLIENT_ID,
              TwitchApiStandIn.CLIENT_SECRET,
              TwitchApiStandIn.BOT,
              twitch.apiUrl(),
              twitch.authUrl()));
      twitch.consent("7001");
      twitch.consent("7002");
      site(0).create("7001", "{}");
      await().atMost(PATIENCE).until(() -> twitch.enabled().equals(List.of("7001")));

      twitch.clientSecret("a-new-client-secret");
      String printed = rotate("twitch-client-secret", "a-new-client-secret");
      site(0).create("7002", "{}");

      await().atMost(PATIENCE).until(() -> twitch.enabled().equals(List.of("7001", "7002")));
      assertThat(restarts).containsExactly("done");
      assertThat(printed).contains("done").doesNotContain("a-new-client-secret");
    }
  }

  private void assertOldOnesAreRefused() throws Exception {
    assertThat(site(0).api("GET", "", "").statusCode()).isEqualTo(401);
    var token = Objects.requireNonNull(settings().get("CHATSWAY_ADMIN_TOKEN"));
    var site = new Site(servers.get(0).url(), token, HttpClient.newHttpClient());
    assertThat(site.api("GET", "", "").statusCode()).isEqualTo(200);
    var old = Notification.of("7001", "v", "+")
        .request(site.url(), Notification.SECRET.replace(' ', '-'));
    assertThat(site.send(old)).isEqualTo(403);
    for (var server : Objects.requireNonNull(redis).servers()) {
      assertThat(Programs.run(
              Map.of("REDISCLI_AUTH", OLD_PASSWORD),
              "redis-cli",
              "-p",
              Integer.toString(server.address().getPort()),
              "ping"))
          .contains("WRONGPASS");
    }
  }

  /** @param typed on standard input */
  private String rotate(String secret, String typed) throws Exception {
    return Programs.run(
        Map.of("SETTLE", "1", "TYPED", typed),
        "sh",
        "-c",
        "echo \"$TYPED\" | deploy/rotate-secret \"$@\"",
        "sh",
        secret,
        file().toString(),
        "curl",
        "-fsS",
        "http://127.0.0.1:" + operator.getAddress().getPort() + "/restart");
  }

  /** One after the other, as the command of an operator does. */
  private boolean restart() {
    try {
      for (var i = 0; i < servers.size(); i++) {
        servers.get(i).stop();
        servers.set(i, start(i));
      }
      restarts.add("done");
      signedWith = Objects.requireNonNull(
          settings().get("TWITCH_EVENTSUB_SECRET")); // as the subscriptions are set again
      return true;
    } catch (Exception e) {
      restarts.add(e.toString());
      return false;
    }
  }

  private RealServer start(int i) throws Exception {
    var lines = settings().entrySet().stream()
        .map(each -> KEYS.get(each.getKey()) + " = \"" + each.getValue() + "\"")
        .collect(Collectors.joining("\n"));
    return RealServer.start(temp.resolve("data" + i), ports.get(i), lines);
  }

  private Map<String, String> settings() throws IOException {
    return Files.readAllLines(file()).stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }

  /** Delivers votes until it is over; returns how many there were. */
  private int vote(AtomicBoolean isOver) {
    var sites = List.of(site(0), site(1));
    var votes = 0;
    while (!isOver.get()) {
      var vote = Notification.of("7001", "v" + votes++, "+");
      for (var site : sites) {
        while (!isTaken(site, vote)) {
          Thread.onSpinWait();
        }
      }
    }
    return votes;
  }

  private boolean isTaken(Site site, Notification vote) {
    try {
      int status = site.send(vote.request(site.url(), signedWith));
      assertThat(status).isIn(204, 503); // never 403: both secrets are good
      return status == 204;
    } catch (IOException e) {
      return false; // it is being restarted
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Site site(int i) {
    return Site.at("http://127.0.0.1:" + ports.get(i));
  }

  private JsonNode shown(JsonNode session) throws Exception {
    return site(0).shown(session);
  }
}
