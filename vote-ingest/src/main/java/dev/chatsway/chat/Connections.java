package dev.chatsway.chat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import dev.chatsway.ingest.ChatLine;
import java.net.http.HttpClient;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Assigns each channel to a connection: the first with room, or a new one. A connection without channels is stopped.
 * Confined to one actor.
 */
final class Connections {

  private final ActorContext<ChatReader.Command> context;
  private final ChatSettings settings;
  private final Consumer<ChatLine> lines;
  private final ActorRef<ChatEvent> events;
  private final HttpClient client;
  private final Map<ActorRef<TwitchChat.Command>, Set<String>> channels = new LinkedHashMap<>();

  /** Connections are children of {@code context}, which is told {@link ChatReader.ConnectionEnded}. */
  Connections(
      ActorContext<ChatReader.Command> context,
      ChatSettings settings,
      HttpClient client,
      Consumer<ChatLine> lines,
      ActorRef<ChatEvent> events) {
    this.context = context;
    this.settings = settings;
    this.lines = lines;
    this.events = events;
    this.client = client;
  }

  int size() {
    return channels.size();
  }

  boolean isFull() {
    return channels.size() == settings.connections()
        && channels.values().stream()
            .allMatch(each -> each.size() == settings.channelsPerConnection());
  }

  /** Reads a channel; there has to be room. */
  void join(String login) {
    var connection = channels.entrySet().stream()
        .filter(each -> each.getValue().size() < settings.channelsPerConnection())
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseGet(this::start);
    channels.computeIfAbsent(connection, each -> new LinkedHashSet<>()).add(login);
    connection.tell(new TwitchChat.Join(login));
  }

  void leave(String login) {
    for (var each = channels.entrySet().iterator(); each.hasNext(); ) {
      var connection = each.next();
      if (connection.getValue().remove(login)) {
        connection.getKey().tell(new TwitchChat.Leave(login));
        if (connection.getValue().isEmpty()) {
          each.remove();
          stop(connection.getKey());
        }
        return;
      }
    }
  }

  /** The channels of a connection whose actor has ended; they are no longer read. */
  Set<String> ended(ActorRef<TwitchChat.Command> connection) {
    var its = channels.remove(connection);
    return its == null ? Set.of() : its;
  }

  private ActorRef<TwitchChat.Command> start() {
    var connection = context.spawnAnonymous(TwitchChat.create(settings, client, lines, events));
    context.watchWith(connection, new ChatReader.ConnectionEnded(connection));
    return connection;
  }

  private void stop(ActorRef<TwitchChat.Command> connection) {
    context.unwatch(connection);
    context.stop(connection);
  }
}
