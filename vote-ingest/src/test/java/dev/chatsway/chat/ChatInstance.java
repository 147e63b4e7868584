package dev.chatsway.chat;

import dev.chatsway.ingest.IngestServer;
import dev.chatsway.redis.RedisServer;
import dev.chatsway.redis.Reply;
import dev.chatsway.redis.chat.ChatStates;
import dev.chatsway.session.Channel;
import dev.chatsway.session.ChatState;
import dev.chatsway.session.Session;
import dev.chatsway.standin.TwitchChatStandIn;
import io.micrometer.core.instrument.Gauge;
import java.util.Optional;
import java.util.stream.Stream;

/** An instance that reads chats, in front of a real Redis. */
final class ChatInstance extends IngestServer {

  private ChatInstance(RedisServer redis, String config) {
    super(redis, config, true);
    var settings = ChatSettings.from(this.config);
    ChatReader.start(
        system,
        settings,
        calls,
        sessions,
        POLICY,
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

  /** A session in which these channels vote, and whose votes stay; {@code settings} has single quotes for double ones. */
  Session session(String settings, String... logins) {
    return sessionOf(
        settings,
        Stream.of(logins)
            .map(login -> "{'platform':'twitch','login':'" + login + "'}")
            .toArray(String[]::new));
  }

  /** The same, with channels as the session API takes them. */
  Session sessionOf(String settings, String... channels) {
    return create("{'channels':[" + String.join(",", channels)
        + "],'settings':{'decayRate':0,'debounceMillis':0" + settings + "}}");
  }

  void delete(Session session) {
    get(sessions.delete(session.id()));
  }

  /** For and against. */
  double[] tallies(Session session) {
    Reply live = live(session);
    return new double[] {live.forTally(), live.againstTally()};
  }

  Optional<ChatState> state(String login) {
    return state(Channel.ofTwitchLogin(login));
  }

  Optional<ChatState> state(Channel channel) {
    return get(new ChatStates(calls).find(channel));
  }

  double dropped(String reason) {
    return count("chatsway.chat.lines.dropped", "reason", reason);
  }

  double channels(String status) {
    return metrics.get("chatsway.chat.channels").tag("status", status).gauges().stream()
        .mapToDouble(Gauge::value)
        .sum();
  }

  /** Ends as {@code kill -9} does: no lease is released. */
  static String killable() {
    return "akka.coordinated-shutdown.run-by-actor-system-terminate = off";
  }
}
