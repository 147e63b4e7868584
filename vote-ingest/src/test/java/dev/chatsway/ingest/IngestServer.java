package dev.chatsway.ingest;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import com.github.benmanes.caffeine.cache.Ticker;
import com.typesafe.config.ConfigFactory;
import dev.chatsway.http.GuessLimit;
import dev.chatsway.redis.RedisCommands;
import dev.chatsway.redis.RedisServer;
import dev.chatsway.redis.Reply;
import dev.chatsway.redis.session.Sessions;
import dev.chatsway.redis.vote.Votes;
import dev.chatsway.session.Session;
import dev.chatsway.session.SessionRequest;
import dev.chatsway.session.Tracing;
import dev.chatsway.session.VoterIdHasher;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The routes on a port of their own, in front of a real Redis. */
final class IngestServer implements AutoCloseable {

  final RedisServer redis;
  final RedisCommands calls;
  final Sessions sessions;
  final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

  /** What the session cache takes for the time; the test moves it. */
  final AtomicLong cacheNanos = new AtomicLong();

  private final HttpClient client = HttpClient.newHttpClient();
  private final ActorSystem<Void> system;
  private final ServerBinding binding;
  private final akka.japi.function.Function<
          akka.http.javadsl.model.HttpRequest,
          CompletionStage<akka.http.javadsl.model.HttpResponse>>
      handler;

  private IngestServer(RedisServer redis, String config) {
    this.redis = redis;
    this.calls = redis.calls();
    this.sessions = new Sessions(calls);
    this.system = ActorSystem.create(
        Behaviors.empty(),
        "ingest",
        ConfigFactory.parseString("akka.http.server.parsing.uri-parsing-mode = relaxed")
            .withFallback(ConfigFactory.load()));
    Ticker ticker = cacheNanos::get;
    var routes = new IngestRoutes(
        system,
        IngestSettings.from(ConfigFactory.parseString(config).withFallback(ConfigFactory.load())),
        sessions,
        new Votes(calls, new VoterIdHasher("a secret of all instances")),
        metrics,
        Tracing.OFF,
        Clock.systemUTC(),
        ticker);
    this.handler = routes.routes().handler(system);
    this.binding = get(Http.get(system).newServerAt("127.0.0.1", 0).bind(routes.routes()));
  }

  /** With both platforms' secrets, and whatever else {@code config} says. */
  static IngestServer start(RedisServer redis, String config) {
    return new IngestServer(
        redis,
        "chatsway.ingest { eventsub.secret = \"" + Sent.EVENTSUB_SECRET
            + "\", kick.public-key = \"\"\"" + Sender.kickPublicKeyPem() + "\"\"\" }\n" + config);
  }

  static IngestServer unconfigured(RedisServer redis) {
    return new IngestServer(redis, "");
  }

  static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  String origin() {
    return "http://127.0.0.1:" + binding.localAddress().getPort();
  }

  int port() {
    return binding.localAddress().getPort();
  }

  /** A session whose votes all count by 10 and stay; {@code json} adds to its settings, single quotes for double ones. */
  Session session(String channels, String settings) {
    return get(sessions.create(SessionRequest.parse(
        json("{'channels':[" + channels + "],'settings':{'decayRate':0,'debounceMillis':0"
            + (settings.isEmpty() ? "" : "," + settings) + "}}"))));
  }

  /** Changes settings, behind the back of the cache. */
  Session change(Session session, String settings) {
    return get(sessions.update(
            session.id(),
            now -> now.with(SessionRequest.patched(now, json("{'settings':{" + settings + "}}")))))
        .orElseThrow();
  }

  Reply live(Session session) {
    return get(sessions.findNow(session.id())).orElseThrow().live();
  }

  static JsonNode json(String text) {
    return read(text.replace('\'', '"'));
  }

  static JsonNode read(String json) {
    return JsonMapper.shared().readTree(json);
  }

  HttpResponse<String> send(Sent sent) {
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

  HttpResponse<String> fetch(String pathAndQuery, String... headers) {
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
    return get(handler.apply(GuessLimit.exhausted(request)));
  }

  CompletionStage<HttpResponse<String>> sendAsync(Sent sent) {
    return client.sendAsync(sent.request(origin()), BodyHandlers.ofString());
  }

  double counted(String platform, String status) {
    var counter = metrics
        .find("chatsway.votes")
        .tags("platform", platform, "status", status)
        .counter();
    return counter == null ? 0 : counter.count();
  }

  double rejected(String platform, String reason) {
    var counter = metrics
        .find("chatsway.webhooks.rejected")
        .tags("platform", platform, "reason", reason)
        .counter();
    return counter == null ? 0 : counter.count();
  }

  @Override
  public void close() {
    get(binding.unbind());
    system.terminate();
    get(system.getWhenTerminated());
    calls.close();
  }
}
