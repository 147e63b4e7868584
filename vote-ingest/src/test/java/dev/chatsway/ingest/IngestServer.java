package dev.chatsway.ingest;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.server.Route;
import com.github.benmanes.caffeine.cache.Ticker;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.chatsway.http.GuessLimit;
import dev.chatsway.redis.RedisCommands;
import dev.chatsway.redis.RedisServer;
import dev.chatsway.redis.Reply;
import dev.chatsway.redis.session.Sessions;
import dev.chatsway.redis.vote.Votes;
import dev.chatsway.session.RelayPolicy;
import dev.chatsway.session.Session;
import dev.chatsway.session.SessionRequest;
import dev.chatsway.session.Tracing;
import dev.chatsway.session.VoterIdHasher;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The routes on a port of their own, in front of a real Redis; other instances of tests have more than these. */
public class IngestServer implements AutoCloseable {

  /** Programs that relay chat may run on this machine. */
  public static final RelayPolicy POLICY = new RelayPolicy("loopback", "a secret of all instances");

  public final RedisServer redis;
  public final RedisCommands calls;
  public final Sessions sessions;
  public final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

  /** What the session cache takes for the time; the test moves it. */
  final AtomicLong cacheNanos = new AtomicLong();

  protected final Config config;
  protected final ActorSystem<Void> system;
  protected final IngestRoutes ingest;

  private final HttpClient client = HttpClient.newHttpClient();
  private @Nullable ServerBinding binding;

  /** With lines over the defaults; the session cache's time passes by itself, or by hand. */
  protected IngestServer(RedisServer redis, String lines, boolean isTimeReal) {
    this.redis = redis;
    this.calls = redis.calls();
    this.sessions = new Sessions(calls);
    this.config = ConfigFactory.parseString(lines)
        .withFallback(
            ConfigFactory.parseString("akka.http.server.parsing.uri-parsing-mode = relaxed"))
        .withFallback(ConfigFactory.load());
    this.system = ActorSystem.create(Behaviors.empty(), "ingest", config);
    this.ingest = new IngestRoutes(
        system,
        IngestSettings.from(config),
        sessions,
        new Votes(calls, new VoterIdHasher("a secret of all instances")),
        metrics,
        Tracing.OFF,
        Clock.systemUTC(),
        isTimeReal ? Ticker.systemTicker() : cacheNanos::get);
  }

  /** With both platforms' secrets, and whatever else {@code config} says. */
  static IngestServer start(RedisServer redis, String config) {
    return started(
        redis,
        "chatsway.ingest { eventsub.secret = \"" + Sent.EVENTSUB_SECRET
            + "\", kick.public-key = \"\"\"" + Sender.kickPublicKeyPem() + "\"\"\" }\n" + config);
  }

  static IngestServer unconfigured(RedisServer redis) {
    return started(redis, "");
  }

  private static IngestServer started(RedisServer redis, String config) {
    var server = new IngestServer(redis, config, false);
    server.bind(0, server.ingest.routes());
    return server;
  }

  /** Serves these on a port, or any free one for 0. */
  protected final void bind(int port, Route routes) {
    binding = get(Http.get(system).newServerAt("127.0.0.1", port).bind(routes));
  }

  public static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  public final String origin() {
    return "http://127.0.0.1:" + port();
  }

  final int port() {
    return Objects.requireNonNull(binding).localAddress().getPort();
  }

  /** A session whose votes all count by 10 and stay; {@code json} adds to its settings, single quotes for double ones. */
  Session session(String channels, String settings) {
    return create("{'channels':[" + channels + "],'settings':{'decayRate':0,'debounceMillis':0"
        + (settings.isEmpty() ? "" : "," + settings) + "}}");
  }

  /** A session, by JSON with single quotes for double ones. */
  protected final Session create(String request) {
    return get(sessions.create(SessionRequest.parse(json(request), POLICY)));
  }

  /** Changes settings, behind the back of the cache. */
  Session change(Session session, String settings) {
    return get(sessions.update(
            session.id(),
            now -> now.with(SessionRequest.patched(now, json("{'settings':{" + settings + "}}")))))
        .orElseThrow();
  }

  protected final Reply live(Session session) {
    return get(sessions.findNow(session.id())).orElseThrow().live();
  }

  protected static JsonNode json(String text) {
    return read(text.replace('\'', '"'));
  }

  protected static JsonNode read(String json) {
    return JsonMapper.shared().readTree(json);
  }

  public final HttpResponse<String> send(Sent sent) {
    return send(sent.request(origin()));
  }

  /**
   * On a connection of its own: a body that is refused before it was read ends its connection, and java.net.http may have
   * picked that one already for the next request. Once more if the answer was lost: where bytes come in that nobody reads any
   * more the kernel resets the connection, and what the client has not read by then is gone (RFC 9112, section 9.6).
   */
  HttpResponse<String> sendAlone(Sent sent) {
    var request = sent.request(origin());
    try {
      return send(HttpClient.newHttpClient(), request);
    } catch (UncheckedIOException e) {
      return send(HttpClient.newHttpClient(), request);
    }
  }

  public final HttpResponse<String> fetch(String pathAndQuery, String... headers) {
    var request = HttpRequest.newBuilder(URI.create(origin() + pathAndQuery));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  HttpResponse<String> send(HttpRequest request) {
    return send(client, request);
  }

  private static HttpResponse<String> send(HttpClient client, HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Answers a request of an address that has guessed too often, as the filter before the routes would mark it. */
  akka.http.javadsl.model.HttpResponse answerToGuesser(akka.http.javadsl.model.HttpRequest request)
      throws Exception {
    return get(ingest.routes().handler(system).apply(GuessLimit.exhausted(request)));
  }

  CompletionStage<HttpResponse<String>> sendAsync(Sent sent) {
    return client.sendAsync(sent.request(origin()), BodyHandlers.ofString());
  }

  double counted(String platform, String status) {
    return count("chatsway.votes", "platform", platform, "status", status);
  }

  double rejected(String platform, String reason) {
    return count("chatsway.webhooks.rejected", "platform", platform, "reason", reason);
  }

  /** Of a counter, 0 as long as there is none. */
  protected final double count(String name, String... tags) {
    return metrics.find(name).tags(tags).counters().stream()
        .mapToDouble(Counter::count)
        .sum();
  }

  /** In good order, as a SIGTERM would. */
  @Override
  public void close() {
    system.terminate();
    get(system.getWhenTerminated());
    calls.close();
  }
}
