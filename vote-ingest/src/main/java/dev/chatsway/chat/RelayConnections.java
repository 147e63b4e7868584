package dev.chatsway.chat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import dev.chatsway.ingest.ChatLine;
import dev.chatsway.relay.Relay;
import dev.chatsway.relay.RelayChat;
import dev.chatsway.relay.SocialStream;
import dev.chatsway.relay.StreamerBot;
import dev.chatsway.session.Channel;
import dev.chatsway.session.RelayPolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The connections to programs that relay chat, one for each channel. Confined to one actor. */
final class RelayConnections {

  private final ActorContext<ChatReader.Command> context;
  private final ChatSettings settings;
  private final RelayPolicy policy;
  private final HttpClient client;
  private final Consumer<ChatLine> lines;
  private final Map<Channel, ActorRef<RelayChat.Command>> connections = new HashMap<>();

  /** Connections are children of {@code context}, which is told {@link ChatReader.RelayChanged}. */
  RelayConnections(
      ActorContext<ChatReader.Command> context,
      ChatSettings settings,
      RelayPolicy policy,
      HttpClient client,
      Consumer<ChatLine> lines) {
    this.context = context;
    this.settings = settings;
    this.policy = policy;
    this.client = client;
    this.lines = lines;
  }

  int size() {
    return connections.size();
  }

  boolean isFull() {
    return connections.size() >= settings.relays();
  }

  /** Reads a channel; why it may not be read, if so. */
  Optional<String> join(Channel channel) {
    var url = RelayPolicy.parse(String.valueOf(channel.url())).filter(policy::allows);
    if (url.isEmpty()) {
      return Optional.of("its address has to be " + policy.allowed());
    }
    var password = policy.password(channel);
    if (password.isEmpty()) {
      return Optional.of("its password can no longer be decrypted; enter it again");
    }
    connections.put(channel, start(channel, url.get(), relay(channel, password.get())));
    return Optional.empty();
  }

  private ActorRef<RelayChat.Command> start(Channel channel, URI url, Relay relay) {
    var self = context.getSelf();
    var connection = context.spawnAnonymous(RelayChat.create(
        settings,
        url,
        relay,
        client,
        message -> lines.accept(new ChatLine(channel, message)),
        state -> self.tell(new ChatReader.RelayChanged(channel, state))));
    context.watchWith(connection, new ChatReader.RelayEnded(channel));
    return connection;
  }

  private static Relay relay(Channel channel, String password) {
    return channel.platform().equals(Channel.STREAMERBOT)
        ? new StreamerBot(password)
        : new SocialStream();
  }

  void leave(Channel channel) {
    var connection = connections.remove(channel);
    if (connection != null) {
      context.unwatch(connection);
      context.stop(connection);
    }
  }

  /** The connection of a channel has ended; returns whether it was still wanted. */
  boolean ended(Channel channel) {
    return connections.remove(channel) != null;
  }
}
