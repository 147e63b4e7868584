package dev.chatsway.broadcaster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import dev.chatsway.broadcaster.Broadcaster.ClientCount;
import dev.chatsway.broadcaster.Broadcaster.Command;
import dev.chatsway.broadcaster.Broadcaster.Drain;
import dev.chatsway.broadcaster.Broadcaster.Drained;
import dev.chatsway.broadcaster.Broadcaster.GetClientCount;
import dev.chatsway.broadcaster.Broadcaster.GetSessionClientCount;
import dev.chatsway.broadcaster.Broadcaster.Register;
import dev.chatsway.broadcaster.Broadcaster.Unregister;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * The entry to an instance's Broadcasters: each owns the sessions of its share, on a thread of its own, and the same
 * session is always with the same one. Callers speak to it as to a single Broadcaster. What concerns one session is passed
 * on; what concerns the instance is asked of all and answered once.
 */
public final class BroadcasterRouter extends AbstractBehavior<Command> {
  private static final String DISPATCHER = "chatsway.broadcaster.dispatcher";

  /**
   * Starts as many Broadcasters as the settings say.
   *
   * @param hash of a session, the same for ever: what is read together should be with one Broadcaster
   * @param readings asked once for each Broadcaster
   * @param build what chatsway.v2 clients are told this build is
   */
  public static Behavior<Command> create(
      BroadcasterSettings settings,
      ToIntFunction<UUID> hash,
      Supplier<LiveStateSource> readings,
      FrameEncoder encoder,
      MeterRegistry registry,
      String build) {
    var census = new ClientLimit(settings.maxClients(), registry);
    return Behaviors.setup(context -> {
      List<ActorRef<Command>> shards = Stream.generate(() -> Broadcaster.create(
              settings, readings.get(), encoder, new BroadcasterMetrics(registry, census), build))
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
        .onMessage(Register.class, command -> passOn(command.session(), command))
        .onMessage(Unregister.class, command -> passOn(command.session(), command))
        .onMessage(GetClientCount.class, this::onGetClientCount)
        .onMessage(GetSessionClientCount.class, command -> passOn(command.session(), command))
        .onMessage(Drain.class, this::onDrain)
        .build();
  }

  private Behavior<Command> passOn(UUID session, Command command) {
    shards.get(Math.floorMod(hash.applyAsInt(session), shards.size())).tell(command);
    return this;
  }

  private Behavior<Command> onGetClientCount(GetClientCount command) {
    askAll(ClientCount.class, GetClientCount::new, counts -> command.replyTo().tell(sum(counts)));
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
      Class<A> answer, Function<ActorRef<A>, Command> question, Consumer<List<A>> whenAll) {
    ActorRef<A> gathering =
        getContext().spawnAnonymous(Aggregator.create(answer, shards.size(), whenAll));
    shards.forEach(shard -> shard.tell(question.apply(gathering)));
  }
}
