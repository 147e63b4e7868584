package dev.chatsway.twitch;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AskPattern;
import akka.http.javadsl.server.Route;
import dev.chatsway.redis.RedisCommands;
import dev.chatsway.redis.session.Sessions;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything about Twitch that is not a webhook: the subscriptions, the way to a consent, and how it all is. */
public final class Twitch {

  private static final Logger LOG = LoggerFactory.getLogger(Twitch.class);
  private static final Duration STOP = Duration.ofMillis(400);

  /** What is there once all settings are. */
  private record Parts(
      Helix helix,
      TwitchStore store,
      TwitchMetrics metrics,
      TwitchStatus status,
      ConnectRoutes connect) {}

  private final ActorSystem<?> system;
  private final TwitchSettings settings;
  private final Sessions sessions;
  private final Optional<Parts> parts;
  private final TwitchRoutes routes;

  /**
   * Does nothing yet, but says what is missing where only some of the settings are there.
   *
   * @param adminToken opens the report
   */
  public Twitch(
      ActorSystem<?> system,
      TwitchSettings settings,
      RedisCommands calls,
      Sessions sessions,
      MeterRegistry registry,
      String adminToken) {
    this.system = system;
    this.settings = settings;
    this.sessions = sessions;
    var missing = settings.missing();
    if (settings.isWanted() && !missing.isEmpty()) {
      LOG.warn(
          "Not subscribing to Twitch chats: {} {} not set",
          String.join(", ", missing),
          missing.size() == 1 ? "is" : "are");
    }
    this.parts = missing.isEmpty() ? Optional.of(parts(calls, registry)) : Optional.empty();
    this.routes =
        new TwitchRoutes(adminToken, settings, parts.map(Parts::status), parts.map(Parts::connect));
  }

  private Parts parts(RedisCommands calls, MeterRegistry registry) {
    var executor = system.executionContext();
    var metrics = new TwitchMetrics(registry);
    var http = new TwitchHttp(settings, metrics, executor);
    var token = new AppToken(settings, http);
    var helix = new Helix(settings, http, token, settings.patience());
    var store = new TwitchStore(calls, settings, executor);
    var status = new TwitchStatus(settings, token, helix, store, new Channels(sessions, executor));
    var connect = new ConnectRoutes(
        settings, new AuthorizationCodeClient(settings, http), store, sessions, Clock.systemUTC());
    return new Parts(helix, store, metrics, status, connect);
  }

  /** {@code /twitch/connect} and {@code /api/v1/twitch}; other paths are left to others. */
  public Route routes() {
    return routes.routes();
  }

  /**
   * Begins to keep the subscriptions, until the actor system ends; nothing happens without all settings. Our webhook has to be
   * listening by now: Twitch asks it at once.
   */
  public void start() {
    parts.ifPresent(all -> {
      ActorRef<SubscriptionReconciler.Command> keeper = system.systemActorOf(
          SubscriptionReconciler.create(settings, all.helix, all.store, sessions, all.metrics),
          "twitch-keeper",
          Props.empty());
      CoordinatedShutdown.get(system)
          .addTask(
              CoordinatedShutdown.PhaseBeforeServiceUnbind(),
              "twitch-lease-released",
              () -> AskPattern.<SubscriptionReconciler.Command, Done>ask(
                      keeper, SubscriptionReconciler.Stop::new, STOP, system.scheduler())
                  .exceptionally(late -> Done.getInstance())); // then the lease ends by itself
    });
  }
}
