package dev.chatsway.chat;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.chatsway.ingest.ChatLine;
import dev.chatsway.redis.Lease;
import dev.chatsway.redis.RedisCommands;
import dev.chatsway.redis.chat.ChatStates;
import dev.chatsway.redis.session.Sessions;
import dev.chatsway.relay.RelayChat;
import dev.chatsway.session.Channel;
import dev.chatsway.session.ChatStatus;
import dev.chatsway.session.RelayPolicy;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides which chats this instance reads: those that sessions name by their login or URL and whose lease it holds.
 * Checks for new ones and renews its leases every {@code poll}, and publishes the state of each chat in Redis. Two
 * instances that both read a chat for a moment do no harm, because a line counts once by its id; so one that cannot
 * reach Redis keeps reading.
 */
public final class ChatReader extends AbstractBehavior<ChatReader.Command> {

  sealed interface Command {}

  /** Releases all leases, and stops. */
  record Stop(ActorRef<Done> replyTo) implements Command {}

  private enum Tick implements Command {
    INSTANCE
  }

  /**
   * The channels of sessions.
   *
   * @param revision the value of {@link Sessions#channelsRevision}
   * @param channels null if the revision has not changed, or Redis did not answer
   */
  private record Wanted(long revision, @Nullable Set<Channel> channels) implements Command {}

  /** Null: Redis did not answer. */
  private record Leased(Channel channel, @Nullable Boolean isHeld) implements Command {}

  private record Happened(ChatEvent event) implements Command {}

  record RelayChanged(Channel channel, RelayChat.State state) implements Command {}

  /** Only a bug ends the connection of a channel that is read. */
  record RelayEnded(Channel channel) implements Command {}

  /** Only a bug ends a connection that has channels. */
  record ConnectionEnded(ActorRef<TwitchChat.Command> connection) implements Command {}

  private static final Duration STOP = Duration.ofMillis(400);
  /** The revision of channels is a hint, and can be lost. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

  private final ChatSettings settings;
  private final RedisCommands calls;
  private final Sessions sessions;
  private final ChatStatePublisher publisher;
  private final ChatMetrics metrics;
  private final Connections connections;
  private final RelayConnections relays;
  private final Map<Channel, Chat> chats = new HashMap<>();

  private boolean isLooking;
  private long seenRevision = -1;
  private long seenNanos;
  private final Set<String> toldFull = new HashSet<>(); // platforms

  private ChatReader(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      ChatSettings settings,
      RedisCommands calls,
      Sessions sessions,
      RelayPolicy policy,
      Consumer<ChatLine> lines,
      ChatMetrics metrics) {
    super(context);
    this.settings = settings;
    this.calls = calls;
    this.sessions = sessions;
    this.publisher = new ChatStatePublisher(new ChatStates(calls), settings.quiet());
    this.metrics = metrics;
    var client = HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(settings.connectTimeout())
        .build();
    Consumer<ChatLine> noted = line -> {
      publisher.note(line);
      lines.accept(line);
    };
    this.connections = new Connections(
        context, settings, client, noted, context.messageAdapter(ChatEvent.class, Happened::new));
    this.relays = new RelayConnections(context, settings, policy, client, noted);
    timers.startTimerWithFixedDelay(Tick.INSTANCE, Duration.ZERO, settings.poll());
  }

  /**
   * Reads chats until the actor system ends.
   *
   * @param policy which programs that relay chat may be connected to
   * @param lines receives every line of chat; must not block
   */
  public static void start(
      ActorSystem<?> system,
      ChatSettings settings,
      RedisCommands calls,
      Sessions sessions,
      RelayPolicy policy,
      Consumer<ChatLine> lines,
      MeterRegistry registry) {
    var metrics = new ChatMetrics(registry);
    ActorRef<Command> reader = system.systemActorOf(
        Behaviors.setup(context -> Behaviors.withTimers(timers ->
            new ChatReader(context, timers, settings, calls, sessions, policy, lines, metrics))),
        "chat-reader",
        Props.empty());
    CoordinatedShutdown.get(system)
        .addTask(
            CoordinatedShutdown.PhaseBeforeServiceUnbind(),
            "chat-leases-released",
            () -> AskPattern.<Command, Done>ask(reader, Stop::new, STOP, system.scheduler())
                .exceptionally(late -> Done.getInstance())); // then the leases end by themselves
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessageEquals(Tick.INSTANCE, this::onTick)
        .onMessage(Wanted.class, this::onWanted)
        .onMessage(Leased.class, this::onLeased)
        .onMessage(Happened.class, this::onHappened)
        .onMessage(ConnectionEnded.class, this::onConnectionEnded)
        .onMessage(RelayChanged.class, this::onRelayChanged)
        .onMessage(RelayEnded.class, this::onRelayEnded)
        .onMessage(Stop.class, this::onStop)
        .build();
  }

  private Behavior<Command> onTick() {
    look();
    chats.forEach(this::renew);
    chats.forEach(this::publish);
    metrics.connections(connections.size() + relays.size());
    metrics.channels(chats.entrySet().stream()
        .filter(each -> each.getValue().isRead)
        .collect(Collectors.groupingBy(
            each -> new ChatMetrics.Kind(
                each.getKey().platform(),
                publisher.state(each.getKey(), each.getValue()).status()),
            Collectors.counting())));
    return this;
  }

  private void look() {
    if (!isLooking) {
      isLooking = true;
      long known = System.nanoTime() - seenNanos > LOOK_AGAIN.toNanos() ? -1 : seenRevision;
      getContext()
          .pipeToSelf(
              sessions
                  .channelsRevision()
                  .thenCompose(revision -> revision == known
                      ? CompletableFuture.completedStage(new Wanted(revision, null))
                      : sessions.chats().thenApply(channels -> new Wanted(revision, channels))),
              (wanted, failure) -> failure == null ? wanted : new Wanted(known, null));
    }
  }

  private Behavior<Command> onWanted(Wanted wanted) {
    isLooking = false;
    var channels = wanted.channels;
    if (channels != null) {
      seenRevision = wanted.revision;
      seenNanos = System.nanoTime();
      Set.copyOf(chats.keySet()).stream()
          .filter(each -> !channels.contains(each))
          .forEach(this::drop);
      channels.stream().filter(each -> !chats.containsKey(each)).forEach(this::add);
    }
    return this;
  }

  private void add(Channel channel) {
    var chat = new Chat(new Lease(calls, ChatStates.leaseKey(channel), settings.lease()));
    chats.put(channel, chat);
    renew(channel, chat);
  }

  /** No session has it any more. */
  private void drop(Channel channel) {
    var chat = chats.remove(channel);
    if (chat != null) {
      stopReading(channel, chat);
      var unused = chat.lease.release();
    }
  }

  private void stopReading(Channel channel, Chat chat) {
    if (chat.isRead) {
      chat.isRead = false;
      if (channel.login() == null) {
        relays.leave(channel);
      } else {
        connections.leave(channel.login());
      }
      publisher.forget(channel);
    }
  }

  private boolean isFull(Channel channel) {
    return channel.login() == null ? relays.isFull() : connections.isFull();
  }

  private void startReading(Channel channel, Chat chat) {
    chat.isRead = true;
    chat.connecting(null);
    if (channel.login() == null) {
      relays.join(channel).ifPresent(why -> chat.refused(ChatStatus.REFUSED, why));
    } else {
      connections.join(channel.login());
    }
    publish(channel, chat);
  }

  /** Requests the lease, or renews it. */
  private void renew(Channel channel, Chat chat) {
    boolean hasRoom = chat.isRead || !isFull(channel);
    if (!hasRoom && toldFull.add(channel.platform())) {
      getContext()
          .getLog()
          .warn(
              "All connections to {} are in use; other instances have to read the rest",
              channel.platform());
    }
    if (hasRoom && !chat.isAsking) {
      chat.isAsking = true;
      getContext()
          .pipeToSelf(
              chat.lease.hold(),
              (isHeld, failure) -> new Leased(channel, failure == null ? isHeld : null));
    }
  }

  private Behavior<Command> onLeased(Leased leased) {
    var chat = chats.get(leased.channel);
    if (chat == null) {
      return this; // dropped meanwhile, and released
    }
    chat.isAsking = false;
    if (leased.isHeld == null) {
      return this;
    }
    if (!leased.isHeld) {
      stopReading(leased.channel, chat);
    } else if (!chat.isRead && isFull(leased.channel)) {
      var unused = chat.lease.release();
    } else if (!chat.isRead) {
      startReading(leased.channel, chat);
    }
    return this;
  }

  private Behavior<Command> onHappened(Happened happened) {
    if (happened.event instanceof ChatEvent.Joined joined) {
      change(ofTwitch(joined.login()), chat -> chat.joined(joined.id()));
    } else if (happened.event instanceof ChatEvent.Refused refused) {
      change(ofTwitch(refused.login()), chat -> chat.refused(refused.status(), refused.reason()));
    } else if (happened.event instanceof ChatEvent.Disconnected disconnected) {
      metrics.disconnected();
      disconnected
          .logins()
          .forEach(login -> change(ofTwitch(login), chat -> chat.connecting(null)));
    } else if (happened.event instanceof ChatEvent.Dropped) {
      metrics.tooLong();
    }
    return this;
  }

  private static Channel ofTwitch(String login) {
    return Channel.ofTwitchLogin(login);
  }

  private Behavior<Command> onRelayChanged(RelayChanged changed) {
    if (changed.state instanceof RelayChat.Ready) {
      change(changed.channel, chat -> chat.joined(""));
    } else if (changed.state instanceof RelayChat.Refused refused) {
      change(changed.channel, chat -> chat.refused(ChatStatus.REFUSED, refused.why()));
    } else {
      metrics.disconnected();
      change(
          changed.channel,
          chat -> chat.connecting("nothing answers at that address, or the connection was lost"));
    }
    return this;
  }

  private Behavior<Command> onRelayEnded(RelayEnded ended) {
    if (relays.ended(ended.channel)) {
      change(ended.channel, chat -> startReading(ended.channel, chat));
    }
    return this;
  }

  private void change(Channel channel, Consumer<Chat> change) {
    var chat = chats.get(channel);
    if (chat != null && chat.isRead) {
      change.accept(chat);
      publish(channel, chat);
    }
  }

  private Behavior<Command> onConnectionEnded(ConnectionEnded ended) {
    for (var login : connections.ended(ended.connection)) {
      change(ofTwitch(login), chat -> chat.connecting(null));
      connections.join(login);
    }
    return this;
  }

  private void publish(Channel channel, Chat chat) {
    if (chat.isRead) {
      publisher.publish(channel, chat);
    }
  }

  private Behavior<Command> onStop(Stop stop) {
    var released = chats.values().stream()
        .map(chat -> chat.lease.release().toCompletableFuture())
        .toArray(CompletableFuture<?>[]::new);
    var unused = CompletableFuture.allOf(released)
        .whenComplete((done, failure) -> stop.replyTo.tell(Done.getInstance()));
    return Behaviors.stopped();
  }
}
