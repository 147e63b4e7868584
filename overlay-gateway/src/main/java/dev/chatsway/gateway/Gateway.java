package dev.chatsway.gateway;

import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.pathPrefix;
import static akka.http.javadsl.server.PathMatchers.segment;

import akka.Done;
import akka.actor.Cancellable;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.http.javadsl.server.Route;
import com.typesafe.config.Config;
import dev.chatsway.broadcaster.BroadcasterProtocol;
import dev.chatsway.broadcaster.BroadcasterRouter;
import dev.chatsway.broadcaster.BroadcasterSettings;
import dev.chatsway.gateway.control.ControlRoutes;
import dev.chatsway.gateway.control.DeckRoutes;
import dev.chatsway.gateway.round.RoundRoutes;
import dev.chatsway.gateway.studio.ChangeBudget;
import dev.chatsway.gateway.studio.SignInSettings;
import dev.chatsway.gateway.studio.Studio;
import dev.chatsway.gateway.webhook.WebhookRoutes;
import dev.chatsway.gateway.webhook.WebhookSettings;
import dev.chatsway.http.JsonBody;
import dev.chatsway.redis.RedisCommands;
import dev.chatsway.redis.SessionKeys;
import dev.chatsway.redis.chat.ChatStates;
import dev.chatsway.redis.presence.InstanceDirectory;
import dev.chatsway.redis.presence.PresenceStore;
import dev.chatsway.redis.reading.LiveStateReader;
import dev.chatsway.redis.round.Rounds;
import dev.chatsway.redis.session.SessionScan;
import dev.chatsway.redis.session.Sessions;
import dev.chatsway.redis.signin.Owners;
import dev.chatsway.redis.timeline.Timelines;
import dev.chatsway.redis.timeline.TopSessions;
import dev.chatsway.redis.vote.Votes;
import dev.chatsway.session.AdminToken;
import dev.chatsway.session.RelayPolicy;
import dev.chatsway.session.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway of an instance: its Broadcaster, and the routes to it. */
public final class Gateway {

  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  private final BroadcasterClient broadcaster;
  private final PresencePublisher presencePublisher;
  private final Cancellable rebalancer;
  private final Route routes;

  /**
   * Starts the Broadcaster.
   *
   * @param config with {@code chatsway.gateway} and {@code chatsway.broadcaster}
   * @param reader reads live states, separately from {@code calls}
   * @param relays which programs that relay chat sessions may name
   * @param build the name of the build, sent to overlays so that they notice an update
   */
  public Gateway(
      ActorSystem<?> system,
      Config config,
      RedisCommands calls,
      Sessions sessions,
      Votes votes,
      LiveStateReader reader,
      AdminToken adminToken,
      Urls urls,
      RelayPolicy relays,
      MeterRegistry metrics,
      Tracing tracing,
      String build) {
    var settings = GatewaySettings.from(config);
    var rounds = new Rounds(calls);
    var behavior = BroadcasterRouter.create(
        BroadcasterSettings.from(config),
        SessionKeys::bucket, // what is in one bucket is read in one call
        () -> new RedisLiveStateSource(reader, sessions, rounds),
        TextFrame::new,
        metrics,
        tracing,
        build);
    ActorRef<BroadcasterProtocol.Command> actor =
        system.systemActorOf(behavior, "broadcaster", Props.empty());
    this.broadcaster = new BroadcasterClient(system, actor, settings.registerTimeout());
    var presence = new PresenceStore(calls);
    this.presencePublisher = new PresencePublisher(system, broadcaster, presence);

    var directory = new InstanceDirectory(calls);
    this.rebalancer =
        Rebalancer.start(system, RebalanceSettings.from(config), broadcaster, directory);

    var body = new JsonBody(settings.bodyLimit(), settings.bodyTimeout());
    var overlays = new OverlayRoutes(sessions, new OverlayPage(build));
    var sockets = new OverlaySockets(sessions, broadcaster);
    var studio = new Studio(system, config, calls, sessions, adminToken.token(), urls, body);
    var accounts = studio.accounts();
    var budget = new ChangeBudget(SignInSettings.from(config).maxChanges(), metrics);
    var access = new Access(adminToken, sessions, studio.access(), budget);
    var roundRoutes = new RoundRoutes(rounds, body);
    var api = new SessionRoutes(
        sessions,
        access,
        accounts,
        broadcaster,
        presence,
        urls,
        body,
        new Explainer(sessions, votes),
        new TestVotes(sessions, votes, body, metrics),
        new TimelineRoutes(new Timelines(calls), rounds),
        new SourceRoutes(sessions, new ChatStates(calls)),
        roundRoutes,
        WebhookRoutes.start(
            system, WebhookSettings.from(config), calls, reader, body, metrics, tracing),
        new SessionListRoutes(
            sessions,
            accounts.coHosts(),
            new TopSessions(sessions, calls),
            new SessionScan(calls),
            urls),
        relays);
    var events =
        new EventStreams(sessions, broadcaster, EventStreamSettings.from(config).longest());
    var control = new ControlRoutes(sessions, body, roundRoutes, budget);
    this.routes = concat(
        // before the page, which takes everything else below /overlay
        new OverlayFile(sessions, build, urls.base()).routes(),
        overlays.routes(),
        sockets.routes(),
        events.routes(),
        studio.routes(),
        control.routes(),
        new DeckRoutes(sessions, budget).routes(),
        new OpenApi().routes(),
        pathPrefix(
            segment("api").slash("v1"),
            () -> concat(
                api.routes(),
                overlays.api(),
                control.api(),
                new InstanceRoutes(directory, access).routes(),
                new OwnerRoutes(new Owners(calls), accounts, access).routes())));
  }

  /** All routes of the gateway. */
  public Route routes() {
    return routes;
  }

  /** Sessions and clients on this instance. */
  public CompletionStage<BroadcasterProtocol.ClientCount> count() {
    return broadcaster.count();
  }

  /** Tells every client {@code going_away} and waits until they are gone, for {@code limit} at most. */
  public CompletionStage<Done> drain(Duration limit) {
    rebalancer.cancel();
    presencePublisher.stop();
    return broadcaster.drain(limit).handle((drained, late) -> {
      if (late != null) {
        LOG.info("Some overlays did not leave within {} ms and are cut off", limit.toMillis());
      }
      return Done.getInstance();
    });
  }
}
