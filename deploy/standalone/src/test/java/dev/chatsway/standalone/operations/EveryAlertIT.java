package dev.chatsway.standalone.operations;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chatsway.gateway.OverlayClient;
import dev.chatsway.redis.RedisCluster;
import dev.chatsway.redis.RedisServer;
import dev.chatsway.standalone.ChatswayProcess;
import dev.chatsway.standalone.RealServer;
import dev.chatsway.standalone.e2e.Crowd;
import dev.chatsway.standalone.e2e.Notification;
import dev.chatsway.standalone.e2e.Running;
import dev.chatsway.standalone.e2e.Site;
import dev.chatsway.standalone.faults.Metrics;
import dev.chatsway.standalone.operations.OnCall.Provocation;
import dev.chatsway.standin.TwitchChatStandIn;
import dev.chatsway.twitch.TwitchApiStandIn;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;
import tools.jackson.databind.JsonNode;

/**
 * Every alert of deploy/observability, provoked on running instances: it fires, is sent to the person on call, and ends
 * when its cause does. {@link OnCall} says what is not as in production: the time. {@code ObservabilityIT} checks that none
 * is left out.
 */
@Tag("heavy")
final class EveryAlertIT {

  /** A minute of the rules is a second. */
  private static final int FASTER = 60;

  private static final Duration PAUSE = Duration.ofMillis(25);

  @TempDir
  Path temp;

  private final int port = RealServer.freePort();
  private final Site site = Site.at("http://127.0.0.1:" + port);
  private final RedisServer redis = RedisServer.startWithFile();
  private final List<AutoCloseable> started = new ArrayList<>();

  @BeforeEach
  void needBoth() {
    Programs.need("prometheus", "prometheus-alertmanager");
  }

  @AfterEach
  void stop() throws Exception {
    for (int i = started.size() - 1; i >= 0; i--) {
      started.get(i).close();
    }
    redis.close();
  }

  private <T extends AutoCloseable> T ends(T each) {
    started.add(each);
    return each;
  }

  private ChatswayProcess instance(int port, Map<String, String> environment, String... options)
      throws IOException {
    var all = new HashMap<>(environment);
    all.put("PORT", String.valueOf(port));
    var process = ends(ChatswayProcess.startWith(
        Stream.concat(Stream.of("-Xmx256m"), Stream.of(options)).toList(),
        temp,
        Running.environment(redis.uri(), all)));
    process.url();
    return process;
  }

  private OnCall onCall(int faster, int... ports) throws IOException {
    return ends(new OnCall(
            temp,
            faster,
            IntStream.of(ports).mapToObj(each -> "127.0.0.1:" + each).toArray(String[]::new)))
        .awaitReady();
  }

  @Test
  void whatGoesWrongWithRedis() throws Exception {
    var replica = ends(RedisServer.start(
        RedisServer.freePort(),
        List.of("--replicaof", "127.0.0.1", String.valueOf(redis.address().getPort()))));
    instance(port, Map.of());
    site.create("9101", Site.COUNTING);
    ends(new Crowd(site, "9101", PAUSE));
    var onCall = onCall(FASTER, port);
    await().atMost(OnCall.PATIENCE).until(() -> onCall.value("chatsway_redis_replicas") == 1);

    Provocation nearlyFull = () -> setMemory(used() * 11 / 10);
    replica.kill();
    onCall.awaitFiring(nearlyFull, "ChatswayReplicaGone", "ChatswayRedisNearlyFull");
    replica.restart();
    onCall.awaitClear(nearlyFull, "ChatswayReplicaGone");
    setMemory(1);
    onCall.awaitFiring("ChatswayRedisFull");
    setMemory(0);
    onCall.awaitClear("ChatswayRedisNearlyFull", "ChatswayRedisFull");

    redis.kill();
    onCall.awaitFiring("ChatswayRedisDown", "ChatswayVotesRefused", "ChatswayVotesRefusedSlowly");
    redis.restart();
    RedisCluster.await(() -> redis.client().ping().equals("PONG"));
    redis.client().configSet("maxmemory-policy", "allkeys-random");
    onCall.awaitFiring(this::evict, "ChatswayRedisEvicts");
    onCall.awaitClear(
        "ChatswayRedisEvicts",
        "ChatswayRedisDown",
        "ChatswayVotesRefused",
        "ChatswayVotesRefusedSlowly");
  }

  private long used() {
    return Long.parseLong(redis
        .client()
        .info("memory")
        .lines()
        .filter(line -> line.startsWith("used_memory:"))
        .findFirst()
        .orElseThrow()
        .substring("used_memory:".length()));
  }

  private void setMemory(long bytes) {
    redis.client().configSet("maxmemory", String.valueOf(bytes));
  }

  private void evict() {
    for (int i = 0; i < 10; i++) {
      redis.client().set("filler" + i, "x".repeat(10_000));
    }
    setMemory(1);
    setMemory(0);
  }

  /**
   * Redis answers only every 400 ms, as on a machine that has too much to do. The instance waits longer than by default,
   * so that it shows late frames instead of none.
   */
  @Test
  void aSlowRedis() throws Exception {
    instance(port, Map.of(), "-Dchatsway.broadcaster.read-deadline=2s");
    for (int i = 0; i < 5; i++) {
      var session = site.create("9102", Site.COUNTING);
      ends(site.connectV2(session)).await(0, message -> message.is("value"));
    }
    ends(new Crowd(site, "9102", PAUSE));
    var onCall = onCall(FASTER, port);

    onCall.awaitFiring(this::busy, "ChatswayTicksLate", "ChatswayVotesSlow", "ChatswayFramesLate");
    onCall.awaitClear("ChatswayTicksLate", "ChatswayVotesSlow", "ChatswayFramesLate");
  }

  private void busy() {
    var patient = DefaultJedisClientConfig.builder()
        .socketTimeoutMillis((int) OnCall.PATIENCE.toMillis())
        .build();
    try (var connection = new Jedis(redis.address(), patient)) {
      for (int i = 0; i < 5; i++) {
        connection.clientPause(400);
      }
    }
  }

  @Test
  void instancesThatEndOrDiffer() throws Exception {
    int second = RealServer.freePort();
    var one = instance(port, Map.of());
    var other = instance(second, Map.of());
    var onCall = onCall(FASTER, port, second);
    await().atMost(OnCall.PATIENCE).until(() -> onCall.value("sum(up)") == 2);

    other.kill();
    onCall.awaitFiring("ChatswayDown");
    one.kill();
    onCall.awaitFiring("ChatswayAllDown");
    instance(port, Map.of());
    var newer = newer(second);
    onCall.awaitClear("ChatswayDown", "ChatswayAllDown");

    onCall.awaitFiring("ChatswayBuildsDiffer");
    newer.destroy();
    newer.onExit().join();
    instance(second, Map.of());
    onCall.awaitClear("ChatswayBuildsDiffer");
  }

  /** This build with another version. */
  private Process newer(int port) throws Exception {
    var resources = temp.resolve("newer/dev/chatsway/standalone");
    Files.createDirectories(resources);
    Files.writeString(
        resources.resolve("version.properties"), "version=99.0.0\ntime=2099-01-01T00:00:00Z\n");
    var program = Programs.chatsway(
        Files.createTempDirectory(temp, "build"), temp.resolve("newer").toString());
    var process = Programs.start(
        temp.resolve("newer.log"),
        Running.environment(redis.uri(), Map.of("PORT", String.valueOf(port))),
        program.toString());
    ends(() -> {
      process.destroy();
      process.onExit().join();
    });
    return process;
  }

  /** Each start takes seconds: at a minute a second, three would not fit into the window. */
  @Test
  void anInstanceThatStartsAgainAndAgain() throws Exception {
    var onCall = onCall(15, port);
    double started = 0;
    for (int i = 0; i < 4; i++) {
      var process = instance(port, Map.of());
      double before = started;
      await()
          .atMost(OnCall.PATIENCE)
          .until(() -> onCall.value("chatsway_process_start_time_seconds") > before);
      started = onCall.value("chatsway_process_start_time_seconds");
      if (i < 3) {
        process.kill();
      }
    }

    onCall.awaitFiring("ChatswayCrashLoops");
    onCall.awaitClear("ChatswayCrashLoops");
  }

  @Test
  void moreClientsThanThereMayBe() throws Exception {
    instance(
        port,
        Map.of(),
        "-Dchatsway.broadcaster.max-clients=12",
        "-Dchatsway.broadcaster.max-clients-per-session=11");
    var session = site.create("9103", "{}");
    var other = site.create("9104", "{}");
    var onCall = onCall(FASTER, port);
    var overlays = new ArrayList<OverlayClient>();
    for (int i = 0; i < 11; i++) {
      overlays.add(ends(site.connectV2(session)));
    }

    onCall.awaitFiring("ChatswayNearlyFull");
    onCall.awaitFiring(() -> refused(session), "ChatswaySessionFull");
    overlays.add(ends(site.connectV2(other)));
    onCall.awaitFiring(() -> refused(other), "ChatswayInstanceFull");

    overlays.forEach(OverlayClient::close);
    onCall.awaitClear("ChatswayNearlyFull", "ChatswaySessionFull", "ChatswayInstanceFull");
  }

  private void refused(JsonNode session) throws Exception {
    assertThat(
            site.get("/sse/overlay/" + session.required("overlayId").asString()).statusCode())
        .isEqualTo(503);
  }

  @Test
  void moreConnectionsAndFilesThanThereMayBe() throws Exception {
    Programs.need("prlimit");
    var process = instance(port, Map.of(), "-Dchatsway.gateway.max-connections=40");
    var onCall = onCall(FASTER, port);
    await().atMost(OnCall.PATIENCE).until(() -> onCall.value("up") == 1);
    long files =
        (long) Metrics.of("http://127.0.0.1:" + port).sum("chatsway_process_files_max_files");

    limitFiles(process, (long) onCall.value("chatsway_process_files_open_files") + 5);
    onCall.awaitFiring("ChatswayFilesShort");
    limitFiles(process, files);
    onCall.awaitClear("ChatswayFilesShort");

    var sockets = new ArrayList<Socket>();
    for (int i = 0; i < 40; i++) {
      sockets.add(new Socket(InetAddress.getLoopbackAddress(), port));
    }
    onCall.awaitFiring(
        () -> new Socket(InetAddress.getLoopbackAddress(), port).close(), "ChatswayTurnedAway");
    for (var socket : sockets) {
      socket.close();
    }
    onCall.awaitClear("ChatswayTurnedAway");
  }

  private static void limitFiles(ChatswayProcess process, long files) throws Exception {
    Programs.run(
        Map.of(),
        "prlimit",
        "--pid",
        String.valueOf(process.process().pid()),
        "--nofile=" + files + ":");
  }

  @Test
  void clientsThatReadNothing() throws Exception {
    instance(
        port,
        Map.of(),
        "-Dchatsway.broadcaster.stall-limit=1s",
        "-Dchatsway.broadcaster.tick=10ms",
        "-Dchatsway.gateway.send-buffer=1KiB",
        "-Dakka.stream.materializer.io.tcp.write-buffer-size=1KiB");
    var session = site.create("9105", "{}");
    var onCall = onCall(FASTER, port);
    await().atMost(OnCall.PATIENCE).until(() -> onCall.value("up") == 1);
    var reads = ends(site.connectV2(session));
    reads.await(0, message -> message.is("value"));

    onCall.awaitFiring(() -> ends(openAndReadNothing(session)), "ChatswayClientsCut");
    onCall.awaitClear("ChatswayClientsCut");
  }

  private Socket openAndReadNothing(JsonNode session) throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(1_024);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket
        .getOutputStream()
        .write(("GET /ws/overlay/" + session.required("overlayId").asString()
                + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n")
            .getBytes(US_ASCII));
    return socket;
  }

  @Test
  void aHeapThatIsFull() throws Exception {
    var process = instance(
        port,
        Map.of(),
        "-Xmx96m",
        "-XX:+UseSerialGC",
        "-Dchatsway.ingest.body-timeout=60s",
        "-Dchatsway.gateway.idle-timeout=120s");
    var onCall = onCall(FASTER, port);
    var body = ("POST /webhooks/votes HTTP/1.1\r\nHost: localhost\r\nContent-Length: 250001\r\n\r\n"
            + " ".repeat(250_000))
        .getBytes(US_ASCII);
    var sockets = new ArrayList<Socket>();

    while (liveData(process) < 0.87) { // bodies that never end
      for (int i = 0; i < 4; i++) {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.getOutputStream().write(body);
        sockets.add(socket);
      }
      assertThat(sockets).hasSizeLessThan(500);
    }
    onCall.awaitFiring("ChatswayHeapFull");
    for (var socket : sockets) {
      socket.close();
    }
    onCall.awaitClear(() -> liveData(process), "ChatswayHeapFull");
  }

  /** The share of the old generation that a full collection, which this starts, leaves in use. */
  private double liveData(ChatswayProcess process) throws Exception {
    Programs.run(
        Map.of(),
        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
        String.valueOf(process.process().pid()),
        "GC.run");
    var metrics = Metrics.of("http://127.0.0.1:" + port);
    return metrics.sum("chatsway_jvm_gc_live_data_size_bytes")
        / metrics.sum("chatsway_jvm_gc_max_data_size_bytes");
  }

  @Test
  void webhooksThatAreForgedOrFail() throws Exception {
    instance(port, Map.of());
    var session = site.create("9106", Site.COUNTING);
    var onCall = onCall(FASTER, port);
    await().atMost(OnCall.PATIENCE).until(() -> onCall.value("up") == 1);

    onCall.awaitFiring(this::forge, "ChatswaySignaturesRefused");
    onCall.awaitClear("ChatswaySignaturesRefused");

    var id = session.required("id").asString();
    var record = redis.client().keys("*:session:" + id).iterator().next();
    var settings = redis.client().hget(record, "settings");
    redis.client().hset(record, "settings", "no JSON");
    onCall.awaitFiring(
        () -> assertThat(site.api("GET", "/" + id, "").statusCode()).isEqualTo(500),
        "ChatswayFaults");
    redis.client().hset(record, "settings", settings);
    onCall.awaitClear("ChatswayFaults");
  }

  private void forge() throws Exception {
    var forged = Notification.of("9106", "v", "+").request(site.url(), "another secret");
    for (int i = 0; i < 5; i++) {
      assertThat(site.send(forged)).isEqualTo(403);
    }
  }

  @Test
  void chatsThatAreNotRead() throws Exception {
    int second = RealServer.freePort();
    var twitch = ends(new TwitchChatStandIn());
    instance(port, Map.of("CHATSWAY_ROLES", "gateway,ingest"));
    assertThat(site.api(
                "POST", "", "{\"channels\": [{\"platform\": \"twitch\", \"login\": \"channel\"}]}")
            .statusCode())
        .isEqualTo(201);
    var onCall = onCall(FASTER, port, second);

    onCall.awaitFiring("ChatswayChatsUnread");
    var refused = "ws://127.0.0.1:" + RealServer.freePort();
    var unable = instance(second, Map.of("CHATSWAY_ROLES", "chat", "TWITCH_CHAT_URL", refused));
    onCall.awaitFiring("ChatswayChatsRefused");
    onCall.awaitClear("ChatswayChatsUnread");
    unable.close();
    instance(second, Map.of("CHATSWAY_ROLES", "chat", "TWITCH_CHAT_URL", twitch.url()));
    onCall.awaitClear("ChatswayChatsRefused", "ChatswayChatsUnread");
  }

  @Test
  void aTwitchThatDeliversNothingOrIsAway() throws Exception {
    var twitch = ends(TwitchApiStandIn.start());
    instance(
        port,
        Map.of(
            "PUBLIC_URL",
            "http://127.0.0.1:" + port,
            "TWITCH_CLIENT_ID",
            TwitchApiStandIn.CLIENT_ID,
            "TWITCH_CLIENT_SECRET",
            TwitchApiStandIn.CLIENT_SECRET,
            "TWITCH_BOT_USER_ID",
            TwitchApiStandIn.BOT,
            "TWITCH_API_URL",
            twitch.apiUrl(),
            "TWITCH_AUTH_URL",
            twitch.authUrl()),
        "-Dchatsway.ingest.twitch.interval=2s",
        "-Dchatsway.ingest.twitch.patience.tries=1");
    site.create("200", "{}");
    var onCall = onCall(FASTER, port);

    onCall.awaitFiring("ChatswayTwitchSilent");
    twitch.consent("200");
    onCall.awaitClear("ChatswayTwitchSilent");

    twitch.outage(true);
    onCall.awaitFiring("ChatswayTwitchUnreachable");
    twitch.outage(false);
    onCall.awaitClear("ChatswayTwitchUnreachable");
  }
}
