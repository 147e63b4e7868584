package dev.chatsway.twitch;

import akka.Done;
import dev.chatsway.redis.session.Sessions;
import dev.chatsway.session.Channel;
import dev.chatsway.session.Session;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One comparison of what sessions want with what Twitch has, and what is missing or too much set right: one call after the
 * other, each of them harmless to repeat. What is not on our conduit is not ours, and left alone.
 */
final class Reconciliation {

  /**
   * What was found.
   *
   * @param shardEnabled whether Twitch delivers to us at all
   * @param states what has become of each channel
   * @param pass for everybody to read
   */
  record Found(boolean shardEnabled, Map<String, ChannelState> states, ReconciliationReport pass) {

    /** Whether nothing is on its way any more. */
    boolean isSettled() {
      return shardEnabled && !states.containsValue(ChannelState.PENDING);
    }

    Map<ChannelState, Integer> counts() {
      var counts = new EnumMap<ChannelState, Integer>(ChannelState.class);
      states.values().forEach(state -> counts.merge(state, 1, Integer::sum));
      return counts;
    }
  }

  private final TwitchSettings settings;
  private final Helix helix;
  private final Sessions sessions;
  private final Channels channels;
  private final ConduitManager ownConduit;
  private final BooleanSupplier mayChange;
  private final Map<String, ChannelState> states = new HashMap<>();
  private final Map<String, ReconciliationReport.Refused> refusals = new TreeMap<>();

  /** {@code mayChange} is asked before every change: whether this instance still is the one to make it. */
  Reconciliation(
      TwitchSettings settings,
      Helix helix,
      TwitchStore store,
      Sessions sessions,
      Channels channels,
      BooleanSupplier mayChange) {
    this.settings = settings;
    this.helix = helix;
    this.sessions = sessions;
    this.channels = channels;
    this.ownConduit = new ConduitManager(settings, helix, store, this::ifAllowed);
    this.mayChange = mayChange;
  }

  /** Runs it, once; fails with the first thing that went wrong for all channels. */
  CompletionStage<Found> run() {
    return ownConduit
        .ready()
        .thenCompose(ready -> channels
            .all()
            .thenCompose(
                wanted -> helix.subscriptions().thenCompose(all -> settle(ready.id(), wanted, all)))
            .thenApply(done -> new Found(
                ready.shard().isEnabled(),
                states,
                new ReconciliationReport(Instant.now().toString(), null, refusals))));
  }

  private CompletionStage<Done> settle(
      String conduit, Map<String, List<Session>> wanted, List<Subscription> all) {
    var own = all.stream().filter(each -> each.conduit().equals(conduit)).toList();
    var tooMany = own.stream().filter(each -> !isWanted(each, wanted)).toList();
    return inTurn(tooMany, this::unsubscribe)
        .thenCompose(
            removed -> inTurn(wanted.keySet(), channel -> settle(conduit, channel, wanted, own)));
  }

  /** Another account reads the chat when TWITCH_BOT_USER_ID was changed: that subscription has had its day too. */
  private boolean isWanted(Subscription own, Map<String, List<Session>> wanted) {
    return wanted.containsKey(own.broadcaster()) && own.reader().equals(settings.botUserId());
  }

  private CompletionStage<Done> settle(
      String conduit, String channel, Map<String, List<Session>> wanted, List<Subscription> own) {
    var ofChannel = own.stream()
        .filter(each -> each.broadcaster().equals(channel) && isWanted(each, wanted))
        .toList();
    var alive =
        ofChannel.stream().filter(each -> each.state() != ChannelState.REVOKED).findFirst();
    if (alive.isPresent()) {
      states.put(channel, alive.get().state());
      return forget(
          channel, wanted.getOrDefault(channel, List.of()), alive.get().createdAt());
    }
    return subscribe(conduit, channel, wanted.getOrDefault(channel, List.of()), ofChannel);
  }

  /** The dead ones go only once there is a living one: until then they say why. */
  private CompletionStage<Done> subscribe(
      String conduit, String channel, List<Session> in, List<Subscription> dead) {
    return ifAllowed(() -> helix.subscribe(conduit, channel)).thenCompose(answer -> {
      if (answer.isOk()) {
        var made = Subscription.of(answer.body().at("/data/0"));
        states.put(
            channel, made.state() == ChannelState.ENABLED ? made.state() : ChannelState.PENDING);
        return inTurn(dead, this::unsubscribe)
            .thenCompose(removed -> forget(channel, in, made.createdAt()));
      }
      if (answer.status() == 409 && dead.isEmpty()) { // somebody was quicker, or an answer was lost
        states.put(channel, ChannelState.PENDING);
        return done();
      }
      if (answer.status() == 409) {
        return inTurn(dead, this::unsubscribe)
            .thenCompose(removed -> subscribe(conduit, channel, in, List.of()));
      }
      states.put(channel, dead.isEmpty() ? ChannelState.MISSING : ChannelState.REVOKED);
      refusals.put(channel, new ReconciliationReport.Refused(answer.status(), answer.words()));
      return done();
    });
  }

  private CompletionStage<Done> unsubscribe(Subscription subscription) {
    return ifAllowed(() -> helix.unsubscribe(subscription));
  }

  /** What was revoked before the living subscription was made is over; sessions say so no longer. */
  private CompletionStage<Done> forget(String channel, List<Session> in, Instant alive) {
    var name = new Channel(Channels.PLATFORM, channel);
    var revoked = in.stream()
        .filter(session -> session.revocations().stream()
            .anyMatch(each -> each.channel().equals(name) && each.at().isBefore(alive)))
        .toList();
    return inTurn(
        revoked,
        session -> sessions
            .update(session.id(), now -> now.without(name))
            .thenApply(updated -> Done.getInstance()));
  }

  private <T> CompletionStage<T> ifAllowed(Supplier<CompletionStage<T>> change) {
    return mayChange.getAsBoolean()
        ? change.get()
        : CompletableFuture.failedStage(
            new TwitchException("another instance manages the subscriptions now"));
  }

  private static <T> CompletionStage<Done> inTurn(
      Iterable<T> items, Function<T, CompletionStage<Done>> step) {
    CompletionStage<Done> chain = done();
    for (var item : items) {
      chain = chain.thenCompose(before -> step.apply(item));
    }
    return chain;
  }

  private static CompletionStage<Done> done() {
    return CompletableFuture.completedFuture(Done.getInstance());
  }
}
