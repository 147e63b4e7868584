package dev.chatsway.twitch;

import dev.chatsway.session.Channel;
import dev.chatsway.session.Revocation;
import dev.chatsway.session.Session;
import dev.chatsway.twitch.Helix.Shard;
import dev.chatsway.twitch.OAuthState.Account;
import dev.chatsway.twitch.TwitchReport.AppTokenState;
import dev.chatsway.twitch.TwitchReport.BotState;
import dev.chatsway.twitch.TwitchReport.ChannelReport;
import dev.chatsway.twitch.TwitchReport.ConduitState;
import dev.chatsway.twitch.TwitchReport.InSession;
import dev.chatsway.twitch.TwitchReport.LastPass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells how things are at this moment: what Twitch says now, beside what sessions ask for and what the newest comparison was
 * told. Any instance can, whichever of them keeps the subscriptions.
 */
final class TwitchStatus {

  /** What Twitch says; without a problem it is all there. */
  private record Live(
      boolean tokenOk, @Nullable String problem, Optional<Shard> shard, List<Subscription> all) {}

  /** What Redis knows. */
  private record Known(
      Optional<TwitchStore.Conduit> conduit,
      Optional<ReconciliationReport> pass,
      Map<String, String> consents,
      Map<String, List<Session>> channels) {}

  private static final Duration LONGEST = Duration.ofSeconds(6);

  private final TwitchSettings settings;
  private final AppToken token;
  private final Helix helix;
  private final TwitchStore store;
  private final Channels channels;

  TwitchStatus(
      TwitchSettings settings, AppToken token, Helix helix, TwitchStore store, Channels channels) {
    this.settings = settings;
    this.token = token;
    this.helix = helix.noRetries();
    this.store = store;
    this.channels = channels;
  }

  /** The report; fails only if Redis is away. */
  CompletionStage<TwitchReport> report() {
    return known().thenCompose(known -> live(known.conduit).thenApply(live -> report(known, live)));
  }

  private CompletionStage<Known> known() {
    return store
        .conduit()
        .thenCompose(conduit -> store
            .pass()
            .thenCompose(pass -> store
                .consents()
                .thenCompose(consents -> channels
                    .all()
                    .thenApply(wanted -> new Known(conduit, pass, consents, wanted)))));
  }

  private CompletionStage<Live> live(Optional<TwitchStore.Conduit> conduit) {
    return within(token.get())
        .thenCompose(ok -> within(seen(conduit)).exceptionally(TwitchStatus::unanswered))
        .exceptionally(failure -> new Live(false, sentence(failure), Optional.empty(), List.of()));
  }

  private CompletionStage<Live> seen(Optional<TwitchStore.Conduit> conduit) {
    if (conduit.isEmpty()) {
      return CompletableFuture.completedStage(new Live(true, null, Optional.empty(), List.of()));
    }
    return helix
        .shard(conduit.get().id())
        .thenCompose(
            shard -> helix.subscriptions().thenApply(all -> new Live(true, null, shard, all)));
  }

  private static <T> CompletionStage<T> within(CompletionStage<T> asked) {
    return asked
        .thenApply(answer -> answer) // a future of its own: others may go on waiting
        .toCompletableFuture()
        .orTimeout(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Live unanswered(Throwable failure) {
    return new Live(true, sentence(failure), Optional.empty(), List.of());
  }

  private static String sentence(Throwable failure) {
    var words = TwitchException.sentence(failure);
    return words.equals("TimeoutException")
        ? "Twitch has not answered within " + LONGEST.toSeconds() + " s"
        : words;
  }

  private TwitchReport report(Known known, Live live) {
    var advice = new Remediation(settings, known.consents);
    var conduit = known.conduit.map(TwitchStore.Conduit::id);
    var shard = live.problem != null ? "unknown" : live.shard.map(Shard::status).orElse("none");
    var reports = known.channels.entrySet().stream()
        .map(entry -> channel(entry.getKey(), entry.getValue(), known, live, advice))
        .toList();
    boolean allEnabled =
        reports.stream().allMatch(each -> each.status().equals(ChannelState.ENABLED.wire()));
    return new TwitchReport(
        true,
        List.of(),
        live.problem == null && shard.equals("enabled") && allEnabled,
        new AppTokenState(live.tokenOk, live.tokenOk ? null : live.problem),
        new BotState(settings.botUserId(), advice.hasConsented(settings.botUserId(), Account.BOT)),
        new ConduitState(conduit.orElse(null), shard, settings.callback()),
        reports,
        known.pass.map(pass -> new LastPass(pass.at(), pass.problem())).orElse(null),
        todo(live, shard, reports, advice));
  }

  private List<String> todo(
      Live live, String shard, List<ChannelReport> reports, Remediation advice) {
    var todo = new ArrayList<String>();
    if (!live.tokenOk) {
      todo.add(advice.forToken(String.valueOf(live.problem)));
    } else if (live.problem != null) {
      todo.add("Try again later: " + live.problem);
    } else if (shard.equals("none")) {
      todo.add(
          "Wait: an instance creates the conduit within seconds. If nothing changes, look at the last pass.");
    } else if (!shard.equals("enabled")) {
      todo.add(advice.forShard(shard));
    }
    boolean isRefused = reports.stream().anyMatch(each -> each.todo() != null);
    if (isRefused && !advice.hasConsented(settings.botUserId(), Account.BOT)) {
      todo.add(advice.forBot());
    }
    return todo;
  }

  private ChannelReport channel(
      String channel, List<Session> in, Known known, Live live, Remediation advice) {
    var sessions =
        in.stream().map(session -> new InSession(session.id(), session.name())).toList();
    if (live.problem != null) {
      return new ChannelReport(channel, sessions, "unknown", live.problem, null);
    }
    var own = live.all.stream()
        .filter(each ->
            known.conduit.filter(ours -> ours.id().equals(each.conduit())).isPresent()
                && each.broadcaster().equals(channel)
                && each.reader().equals(settings.botUserId()))
        .toList();
    var alive =
        own.stream().filter(each -> each.state() != ChannelState.REVOKED).findFirst();
    if (alive.isPresent()) {
      return new ChannelReport(channel, sessions, alive.get().state().wire(), null, null);
    }
    var refused = known.pass.map(pass -> pass.refusals().get(channel)).orElse(null);
    var revoked =
        own.stream().map(Subscription::status).findFirst().or(() -> revocation(channel, in));
    if (revoked.isPresent()) {
      return new ChannelReport(
          channel,
          sessions,
          ChannelState.REVOKED.wire(),
          revoked.get(),
          advice.forChannel(channel, refused));
    }
    return refused == null
        ? new ChannelReport(channel, sessions, ChannelState.PENDING.wire(), null, null)
        : new ChannelReport(
            channel,
            sessions,
            ChannelState.MISSING.wire(),
            refused.words(),
            advice.forChannel(channel, refused));
  }

  private static Optional<String> revocation(String channel, List<Session> in) {
    var name = new Channel(Channels.PLATFORM, channel);
    return in.stream()
        .flatMap(session -> session.revocations().stream())
        .filter(each -> each.channel().equals(name))
        .map(Revocation::reason)
        .findFirst();
  }
}
