package dev.chatsway.twitch;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.server.Directives;
import com.typesafe.config.ConfigFactory;
import dev.chatsway.ingest.IngestRoutes;
import dev.chatsway.ingest.IngestSettings;
import dev.chatsway.redis.RedisCommands;
import dev.chatsway.redis.RedisServer;
import dev.chatsway.redis.session.Sessions;
import dev.chatsway.redis.vote.Votes;
import dev.chatsway.session.AdminToken;
import dev.chatsway.session.Session;
import dev.chatsway.session.SessionRequest;
import dev.chatsway.session.Tracing;
import dev.chatsway.session.VoterIdHasher;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletionStage;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An instance whose webhook, consents and report are on a port, in front of a real Redis, connected to a Twitch on loopback. */
final class TwitchInstance implements AutoCloseable {

  static final String ADMIN_TOKEN = "admin-token-of-a-test";
  static final String EVENTSUB_SECRET = "what-twitch-signs-with";

  final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  final RedisCommands calls;
  final Sessions sessions;
  final String url;
  final String publicUrl;

  private final HttpClient client = HttpClient.newHttpClient();
  private final ActorSystem<Void> system;
  private final ServerBinding binding;

  private TwitchInstance(RedisServer redis, String publicUrl, int port, String config) {
    this.calls = redis.calls();
    this.sessions = new Sessions(calls);
    this.publicUrl = publicUrl;
    var all = ConfigFactory.parseString(config).withFallback(ConfigFactory.load());
    this.system = ActorSystem.create(Behaviors.empty(), "twitch", all);
    var ingest = new IngestRoutes(
        system,
        IngestSettings.from(all),
        sessions,
        new Votes(calls, new VoterIdHasher("a secret of all instances")),
        metrics,
        Tracing.OFF,
        Clock.systemUTC());
    var twitch = new Twitch(
        system,
        TwitchSettings.from(all, publicUrl),
        calls,
        sessions,
        metrics,
        new AdminToken(ADMIN_TOKEN));
    this.binding = get(Http.get(system)
        .newServerAt("127.0.0.1", port)
        .bind(Directives.concat(twitch.routes(), ingest.routes())));
    this.url = "http://127.0.0.1:" + binding.localAddress().getPort();
    twitch.start();
  }

  /** With its own address as the public one, and quick about everything but the regular comparison. */
  static TwitchInstance start(RedisServer redis, TwitchApiStandIn twitch, String more) {
    int port = freePort();
    return new TwitchInstance(redis, "http://127.0.0.1:" + port, port, config(twitch, more));
  }

  /** Another one behind the same public address. */
  static TwitchInstance beside(
      TwitchInstance first, RedisServer redis, TwitchApiStandIn twitch, String more) {
    return new TwitchInstance(redis, first.publicUrl, 0, config(twitch, more));
  }

  static TwitchInstance unconfigured(RedisServer redis) {
    return new TwitchInstance(redis, "", 0, "");
  }

  static String config(TwitchApiStandIn twitch, String more) {
    return "chatsway.ingest { eventsub.secret = " + EVENTSUB_SECRET
        + ", twitch { client-id = " + TwitchApiStandIn.CLIENT_ID + ", client-secret = "
        + TwitchApiStandIn.CLIENT_SECRET + ", bot-user-id = " + TwitchApiStandIn.BOT
        + ", api-url = \"" + twitch.apiUrl() + "\", auth-url = \"" + twitch.authUrl()
        + "\", poll = 50ms, lease = 2s, patience { least = 10ms, most = 100ms } } }\n" + more;
  }

  static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  /** A session with these Twitch channels. */
  Session session(String... channels) {
    return get(sessions.create(SessionRequest.parse(channels(channels))));
  }

  void change(Session session, String... channels) {
    get(sessions.update(
        session.id(), now -> now.with(SessionRequest.patched(now, channels(channels)))));
  }

  private static JsonNode channels(String... ids) {
    var json = JsonMapper.shared().createObjectNode();
    var list = json.putArray("channels");
    List.of(ids).forEach(id -> list.addObject().put("platform", "twitch").put("id", id));
    return json;
  }

  /** As {@code ./chatsway twitch status} reads it. */
  JsonNode report() {
    var answer = fetch("/api/v1/twitch", "Authorization", "Bearer " + ADMIN_TOKEN);
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    return JsonMapper.shared().readTree(answer.body());
  }

  HttpResponse<String> fetch(String pathAndQuery, String... headers) {
    var request = HttpRequest.newBuilder(URI.create(url + pathAndQuery));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  double called(String call, String result) {
    var counter = metrics
        .find("chatsway.twitch.calls")
        .tags("call", call, "result", result)
        .counter();
    return counter == null ? 0 : counter.count();
  }

  double callsInAll() {
    return metrics.find("chatsway.twitch.calls").counters().stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }

  double up() {
    return metrics.get("chatsway.twitch.up").gauge().value();
  }

  double counted(String status) {
    return metrics
        .get("chatsway.twitch.subscriptions")
        .tag("status", status)
        .gauge()
        .value();
  }

  private static int freePort() {
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In good order, as a SIGTERM would. */
  @Override
  public void close() {
    system.terminate();
    get(system.getWhenTerminated());
    calls.close();
  }
}
