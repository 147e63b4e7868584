package dev.chatsway.broadcaster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import dev.chatsway.broadcaster.BroadcasterProtocol.ClientCount;
import dev.chatsway.broadcaster.BroadcasterProtocol.Command;
import dev.chatsway.broadcaster.BroadcasterProtocol.Drain;
import dev.chatsway.broadcaster.BroadcasterProtocol.Drained;
import dev.chatsway.broadcaster.BroadcasterProtocol.GetClientCount;
import dev.chatsway.broadcaster.BroadcasterProtocol.GetSessionClientCount;
import dev.chatsway.broadcaster.BroadcasterProtocol.Rebalance;
import dev.chatsway.broadcaster.BroadcasterProtocol.Register;
import dev.chatsway.broadcaster.BroadcasterProtocol.Unregister;
import dev.chatsway.session.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * Routes messages to an instance's Broadcasters. Each runs on a thread of its own and owns the sessions that hash to it.
 * Messages about a session are forwarded; those about the instance go to all, and their replies are combined.
 */
public final class BroadcasterRouter extends AbstractBehavior<Command> {
  /** Longer than any shutdown takes. */
  private static final Duration REPLY_LIMIT = Duration.ofMinutes(1);

  private static final String DISPATCHER = "chatsway.broadcaster.dispatcher";

  /**
   * Starts as many Broadcasters as the settings say.
   *
   * @param hash stable hash of a session id; sessions that Redis reads together should share one
   * @param readings creates the source of one Broadcaster
   * @param tracing told what the clients of a session are shown
   * @param build the name of this build, sent to chatsway.v2 clients
   */
  public static Behavior<Command> create(
      BroadcasterSettings settings,
      ToIntFunction<UUID> hash,
      Supplier<LiveStateSource> readings,
      FrameEncoder encoder,
      MeterRegistry registry,
      Tracing tracing,
      String build) {
    return create(settings, hash, readings, encoder, registry, tracing, build, System::nanoTime);
  }

  static Behavior<Command> create(
      BroadcasterSettings settings,
      ToIntFunction<UUID> hash,
      Supplier<LiveStateSource> readings,
      FrameEncoder encoder,
      MeterRegistry registry,
      Tracing tracing,
      String build,
      LongSupplier clock) {
    var limit = new ClientLimit(settings.maxClients(), settings.maxClientsPerOwner(), registry);
    return Behaviors.setup(context -> {
      List<ActorRef<Command>> shards = Stream.generate(() -> Broadcaster.create(
              settings,
              readings.get(),
              new OverlayMessages(encoder, settings.tick(), build),
              new BroadcasterMetrics(registry, limit, tracing),
              clock))
          .limit(settings.shards())
          .map(shard -> context.spawnAnonymous(shard, DispatcherSelector.fromConfig(DISPATCHER)))
          .toList();
      return new BroadcasterRouter(context, shards, hash);
    });
  }

  private final List<ActorRef<Command>> shards;
  private final ToIntFunction<UUID> hash;

  private BroadcasterRouter(
      ActorContext<Command> context, List<ActorRef<Command>> shards, ToIntFunction<UUID> hash) {
    super(context);
    this.shards = shards;
    this.hash = hash;
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Register.class, command -> forward(command.session(), command))
        .onMessage(Unregister.class, command -> forward(command.session(), command))
        .onMessage(GetClientCount.class, this::onGetClientCount)
        .onMessage(GetSessionClientCount.class, command -> forward(command.session(), command))
        .onMessage(Rebalance.class, this::onRebalance)
        .onMessage(Drain.class, this::onDrain)
        .build();
  }

  private Behavior<Command> forward(UUID session, Command command) {
    shards.get(Math.floorMod(hash.applyAsInt(session), shards.size())).tell(command);
    return this;
  }

  private Behavior<Command> onGetClientCount(GetClientCount command) {
    askAll(ClientCount.class, GetClientCount::new, counts -> command.replyTo().tell(sum(counts)));
    return this;
  }

  private Behavior<Command> onRebalance(Rebalance command) {
    int each = (command.clientsPerSecond() + shards.size() - 1) / shards.size();
    shards.forEach(shard -> shard.tell(new Rebalance(command.share(), each)));
    return this;
  }

  private Behavior<Command> onDrain(Drain command) {
    askAll(Drained.class, Drain::new, all -> command.replyTo().tell(new Drained()));
    return this;
  }

  private static ClientCount sum(List<ClientCount> counts) {
    return new ClientCount(
        counts.stream().mapToInt(ClientCount::sessions).sum(),
        counts.stream().mapToInt(ClientCount::clients).sum());
  }

  private <A> void askAll(
      Class<A> reply, Function<ActorRef<A>, Command> message, Consumer<List<A>> whenAll) {
    ActorRef<A> aggregator =
        getContext().spawnAnonymous(Aggregator.create(reply, shards.size(), REPLY_LIMIT, whenAll));
    shards.forEach(shard -> shard.tell(message.apply(aggregator)));
  }
}
