package dev.chatsway.gateway;

import static akka.http.javadsl.server.Directives.concat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.typesafe.config.ConfigFactory;
import dev.chatsway.http.HttpServer;
import dev.chatsway.http.RawSocket;
import dev.chatsway.http.RequestFilter;
import dev.chatsway.http.RequestFilterSettings;
import dev.chatsway.redis.CallMetrics;
import dev.chatsway.redis.RedisCommands;
import dev.chatsway.redis.RedisHealth;
import dev.chatsway.redis.RedisServer;
import dev.chatsway.redis.reading.LiveStateReader;
import dev.chatsway.redis.session.Sessions;
import dev.chatsway.redis.vote.Votes;
import dev.chatsway.session.AdminToken;
import dev.chatsway.session.RelayPolicy;
import dev.chatsway.session.Session;
import dev.chatsway.session.Side;
import dev.chatsway.session.Tracing;
import dev.chatsway.session.Vote;
import dev.chatsway.session.VoteSource;
import dev.chatsway.session.VoterIdHasher;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.RedisClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A whole gateway on a port of its own with a Redis of its own, and ways to speak to it. */
final class TestGateway implements AutoCloseable {

  static final String ADMIN = "the-admin-token";

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final HttpClient CLIENT = HttpClient.newBuilder()
      .version(HttpClient.Version.HTTP_1_1)
      .connectTimeout(Duration.ofSeconds(5))
      .build();

  final RedisServer redis;
  final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  final RedisHealth redisHealth = new RedisHealth(metrics);
  final HealthRoutes health = new HealthRoutes(redisHealth, metrics);
  final Gateway gateway;
  final Sessions sessions;
  private final Votes votes;
  private final RedisCommands calls;
  private final LiveStateReader reader;
  private final ActorTestKit actors;
  private final int port;

  private TestGateway(RedisServer redis, String... settings) {
    this.redis = redis;
    var config = ConfigFactory.parseString(String.join("\n", settings))
        .withFallback(ConfigFactory.parseString("akka.loggers = [akka.event.slf4j.Slf4jLogger]"))
        .withFallback(ConfigFactory.load());
    var callMetrics = new CallMetrics(metrics);
    actors = ActorTestKit.create("gateway-test", config);
    calls = new RedisCommands(redis.settings(), redisHealth, callMetrics);
    reader = new LiveStateReader(redis.settings(), redisHealth, callMetrics);
    sessions = new Sessions(calls);
    votes = new Votes(calls, new VoterIdHasher("secret"));
    gateway = new Gateway(
        actors.system(),
        config,
        calls,
        sessions,
        votes,
        reader,
        new AdminToken(ADMIN),
        new Urls(() -> "https://bar.example"),
        new RelayPolicy("loopback", "secret"),
        metrics,
        Tracing.OFF,
        "test-build");
    var server = new HttpServer(
        actors.system(),
        GatewaySettings.from(config).connections(),
        new RequestFilter(RequestFilterSettings.from(config), "https://bar.example", metrics),
        concat(health.routes(), gateway.routes()));
    port = server.bind("127.0.0.1", 0).toCompletableFuture().join().address().getPort();
    calls.probe().toCompletableFuture().join();
  }

  /** With lines of configuration over the defaults. */
  static TestGateway start(String... settings) {
    return new TestGateway(RedisServer.start(), settings);
  }

  /** Another instance on the same Redis, with lines of configuration over the defaults. */
  TestGateway another(String... settings) {
    return new TestGateway(redis, settings);
  }

  /** As admin. */
  HttpResponse<String> send(String method, String path, String body) {
    return sendAs(ADMIN, method, path, body);
  }

  /** With a bearer token, or none. */
  HttpResponse<String> sendAs(@Nullable String token, String method, String path, String body) {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(10))
        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return send(request.build());
  }

  /** In public. */
  HttpResponse<String> get(String path, String... headers) {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(10));
    return send((headers.length == 0 ? request : request.headers(headers)).build());
  }

  /** With headers of one's own. */
  HttpResponse<String> ask(String method, String path, String body, String... headers) {
    return send(HttpRequest.newBuilder(URI.create(url() + path))
        .timeout(Duration.ofSeconds(10))
        .method(method, BodyPublishers.ofString(body))
        .headers(headers)
        .build());
  }

  /** Where it listens. */
  String url() {
    return "http://127.0.0.1:" + port;
  }

  private static HttpResponse<String> send(HttpRequest request) {
    try {
      return CLIENT.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Bytes of our own choosing. */
  RawSocket connect() {
    return RawSocket.connect(port);
  }

  /** The same with a small {@code SO_RCVBUF}. */
  RawSocket connect(int receiveBuffer) {
    return RawSocket.connect(port, receiveBuffer);
  }

  /** An overlay's WebSocket, up and open. */
  OverlayClient overlay(String overlayId, String... protocols) {
    return OverlayClient.open(
        CLIENT, URI.create("ws://127.0.0.1:" + port + "/ws/overlay/" + overlayId), protocols);
  }

  /** A new session, as the session API answers with it. */
  JsonNode create(String body) {
    return json(send("POST", "/api/v1/sessions", body));
  }

  JsonNode create() {
    return create("");
  }

  /** A vote of a voter who never voted before. */
  void vote(JsonNode session, Side side) {
    Session now = sessions.find(id(session)).toCompletableFuture().join().orElseThrow();
    var vote = new Vote(now, "test:" + UUID.randomUUID(), null, VoteSource.BEARER, side, 1);
    votes.apply(vote).toCompletableFuture().join();
  }

  /** What {@code GET …/clients} says. */
  int clients(JsonNode session) {
    return json(send("GET", path(session) + "/clients", "")).get("here").asInt();
  }

  /** What it says of all instances. */
  int clientsEverywhere(JsonNode session) {
    return json(send("GET", path(session) + "/clients", "")).get("clients").asInt();
  }

  /** Every key of Redis, but for what instances tell each other, with what it holds: equal before and after means that nothing was changed. */
  Map<String, String> everything() {
    var all = new TreeMap<String, String>();
    redis.client().keys("*").stream()
        .filter(key -> !key.startsWith("chatsway:{clients}:"))
        .forEach(key -> all.put(key, held(key)));
    return all;
  }

  private String held(String key) {
    RedisClient client = redis.client();
    String type = client.type(key);
    return switch (type) {
      case "string" -> Arrays.toString(client.get(key.getBytes(StandardCharsets.UTF_8)));
      case "hash" -> new TreeMap<>(client.hgetAll(key)).toString();
      case "set" -> new TreeSet<>(client.smembers(key)).toString();
      case "list" ->
        client.lrange(key.getBytes(StandardCharsets.UTF_8), 0, -1).stream()
            .map(Arrays::toString)
            .toList()
            .toString();
      case "zset" -> client.zrange(key, 0, -1).toString();
      default -> throw new IllegalStateException(key + " is a " + type);
    };
  }

  static UUID id(JsonNode session) {
    return UUID.fromString(session.get("id").stringValue());
  }

  static String path(JsonNode session) {
    return "/api/v1/sessions/" + session.get("id").stringValue();
  }

  static String text(JsonNode object, String field) {
    return object.get(field).stringValue();
  }

  static JsonNode json(HttpResponse<String> response) {
    return JSON.readTree(response.body());
  }

  /** Ends without taking back anything, as an instance that dies does. */
  void die() {
    actors.shutdownTestKit();
    reader.close();
    calls.close();
  }

  @Override
  public void close() {
    die();
    redis.close();
  }
}
