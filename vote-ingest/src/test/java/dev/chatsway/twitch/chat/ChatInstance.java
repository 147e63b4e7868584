package dev.chatsway.twitch.chat;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import dev.chatsway.ingest.IngestRoutes;
import dev.chatsway.ingest.IngestSettings;
import dev.chatsway.redis.RedisCommands;
import dev.chatsway.redis.RedisServer;
import dev.chatsway.redis.Reply;
import dev.chatsway.redis.chat.ChatStates;
import dev.chatsway.redis.session.Sessions;
import dev.chatsway.redis.vote.Votes;
import dev.chatsway.session.ChatState;
import dev.chatsway.session.Session;
import dev.chatsway.session.SessionRequest;
import dev.chatsway.session.Tracing;
import dev.chatsway.session.VoterIdHasher;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An instance that reads chats, in front of a real Redis. */
final class ChatInstance implements AutoCloseable {

  final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  final RedisCommands calls;
  final Sessions sessions;

  private final ActorSystem<Void> system;

  private ChatInstance(RedisServer redis, String config) {
    this.calls = redis.calls();
    this.sessions = new Sessions(calls);
    var all = ConfigFactory.parseString(config).withFallback(ConfigFactory.load());
    this.system = ActorSystem.create(Behaviors.empty(), "chat", all);
    var ingest = new IngestRoutes(
        system,
        IngestSettings.from(all),
        sessions,
        new Votes(calls, new VoterIdHasher("a secret of all instances")),
        metrics,
        Tracing.OFF,
        Clock.systemUTC());
    var settings = ChatSettings.from(all);
    ChatReader.start(
        system,
        settings,
        calls,
        sessions,
        ingest.intake(settings.lines(), settings.retryFor(), metrics),
        metrics);
  }

  /** With the default settings but for {@code more}, and short pauses between attempts. */
  static ChatInstance start(RedisServer redis, TwitchChatStandIn twitch, String more) {
    return new ChatInstance(
        redis,
        more + "\nchatsway.chat { twitch-url = \"" + twitch.url()
            + "\", backoff { least = 10ms, most = 200ms } }");
  }

  static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  /** A session in which these channels vote, and whose votes stay; {@code settings} has single quotes for double ones. */
  Session session(String settings, String... logins) {
    var channels = Stream.of(logins)
        .map(login -> "{'platform':'twitch','login':'" + login + "'}")
        .collect(Collectors.joining(","));
    return get(sessions.create(SessionRequest.parse(json("{'channels':[" + channels
        + "],'settings':{'decayRate':0,'debounceMillis':0" + settings + "}}"))));
  }

  void delete(Session session) {
    get(sessions.delete(session.id()));
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text.replace('\'', '"'));
  }

  /** For and against. */
  double[] tallies(Session session) {
    Reply live = get(sessions.findNow(session.id())).orElseThrow().live();
    return new double[] {live.forTally(), live.againstTally()};
  }

  Optional<ChatState> state(String login) {
    return get(new ChatStates(calls).find(login));
  }

  double dropped(String reason) {
    return metrics
        .get("chatsway.chat.lines.dropped")
        .tag("reason", reason)
        .counter()
        .count();
  }

  double channels(String status) {
    return metrics.get("chatsway.chat.channels").tag("status", status).gauge().value();
  }

  /** Ends as {@code kill -9} does: no lease is released. */
  static String killable() {
    return "akka.coordinated-shutdown.run-by-actor-system-terminate = off";
  }

  /** In good order, as a SIGTERM would; if it is {@link #killable}, without a word. */
  @Override
  public void close() {
    system.terminate();
    get(system.getWhenTerminated());
    calls.close();
  }
}
