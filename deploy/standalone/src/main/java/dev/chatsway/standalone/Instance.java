package dev.chatsway.standalone;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.server.Directives;
import akka.http.javadsl.server.Route;
import com.typesafe.config.Config;
import dev.chatsway.broadcaster.BroadcasterProtocol.ClientCount;
import dev.chatsway.chat.ChatReader;
import dev.chatsway.chat.ChatSettings;
import dev.chatsway.gateway.Gateway;
import dev.chatsway.gateway.GatewaySettings;
import dev.chatsway.gateway.HealthRoutes;
import dev.chatsway.gateway.Urls;
import dev.chatsway.gateway.studio.SignInSettings;
import dev.chatsway.http.HttpServer;
import dev.chatsway.http.RequestFilter;
import dev.chatsway.http.RequestFilterSettings;
import dev.chatsway.ingest.IngestRoutes;
import dev.chatsway.ingest.IngestSettings;
import dev.chatsway.redis.presence.InstanceDirectory;
import dev.chatsway.session.AdminToken;
import dev.chatsway.session.RelayPolicy;
import dev.chatsway.standalone.redis.RedisVersion;
import dev.chatsway.twitch.Twitch;
import dev.chatsway.twitch.TwitchSettings;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;

/** What one process does: gateway, ingest, chat or several of them, by its roles, on one port, or on two if there is one for admins. */
final class Instance implements Service {

  private static final Duration DISMISSAL = Duration.ofSeconds(2);

  private final ActorSystem<?> system;
  private final RedisParts redis;
  private final InstanceDirectory directory;
  private final HealthRoutes health;
  private final Optional<Gateway> gateway;
  private final Optional<Twitch> twitch;
  private final Optional<Runnable> chats; // starts to read them
  private final HttpServer server;
  private final Optional<HttpServer> adminServer;
  private final StandaloneSettings settings;

  private volatile int port; // known once it listens; read by requests
  private volatile List<HttpServer.Binding> bindings = List.of();
  private volatile Optional<Announcer> announcer = Optional.empty();

  private Instance(ActorSystem<?> system, Config config, RedisParts redis) {
    var settings = StandaloneSettings.from(config);
    this.system = system;
    this.redis = redis;
    this.settings = settings;
    this.health = new HealthRoutes(redis.health(), redis.prometheus());
    health.starting();
    var adminToken = new AdminToken(settings.adminToken(), settings.secondAdminToken());
    var urls = new Urls(
        () -> settings.publicUrl().isEmpty()
            ? Server.url(settings.localHost(), port)
            : settings.publicUrl(),
        () -> LocalNetwork.url(settings, port));
    this.directory = new InstanceDirectory(redis.calls());
    if (settings.roles().contains(Role.GATEWAY)) {
      checkSignIn(SignInSettings.from(config), settings);
    }
    var relays = relays(config);
    this.gateway = settings.roles().contains(Role.GATEWAY)
        ? Optional.of(new Gateway(
            system,
            config,
            redis.calls(),
            redis.sessions(),
            redis.votes(),
            redis.reader(),
            adminToken,
            urls,
            relays,
            redis.metrics(),
            redis.tracing(),
            Version.build()))
        : Optional.empty();

    this.twitch = settings.roles().contains(Role.INGEST)
        ? Optional.of(new Twitch(
            system,
            TwitchSettings.from(config, settings.publicUrl()),
            redis.calls(),
            redis.sessions(),
            redis.metrics(),
            adminToken))
        : Optional.empty();

    var ingest = settings.roles().contains(Role.INGEST) || settings.roles().contains(Role.CHAT)
        ? Optional.of(new IngestRoutes(
            system,
            IngestSettings.from(config),
            redis.sessions(),
            redis.votes(),
            redis.metrics(),
            redis.tracing(),
            Clock.systemUTC()))
        : Optional.<IngestRoutes>empty();
    this.chats = ingest
        .filter(each -> settings.roles().contains(Role.CHAT))
        .map(each -> chats(system, ChatSettings.from(config), redis, relays, each));

    // looked through in this order, so what is asked most stands first
    var routes = new ArrayList<Route>();
    if (settings.roles().contains(Role.INGEST)) {
      ingest.map(IngestRoutes::routes).ifPresent(routes::add);
    }
    gateway.map(Gateway::routes).ifPresent(routes::add);
    twitch.map(Twitch::routes).ifPresent(routes::add);
    routes.add(health.routes());
    Route all = routes.stream().reduce(Directives::concat).orElseThrow();
    var limits = GatewaySettings.from(config).connections();
    var filter = new RequestFilter(
        RequestFilterSettings.from(config), settings.publicUrl(), redis.metrics());
    boolean apart = settings.adminPort().isPresent();
    this.server = new HttpServer(system, limits, filter, apart ? PublicPort.of(all) : all);
    this.adminServer =
        apart ? Optional.of(new HttpServer(system, limits, filter, all)) : Optional.empty();
    Gauge.builder("chatsway.connections", server, HttpServer::connections)
        .description("Connections of all kinds to the public port")
        .register(redis.metrics());
    Gauge.builder("chatsway.connections.limit", server, HttpServer::most)
        .description("Maximum connections")
        .register(redis.metrics());
    FunctionCounter.builder("chatsway.connections.refused", server, HttpServer::refused)
        .description("Connections beyond the maximum, which were answered 503")
        .register(redis.metrics());
  }

  /** Twitch sends browsers back to the studio, and to https or this machine only. */
  private static void checkSignIn(SignInSettings signIn, StandaloneSettings settings) {
    if (!signIn.isOn()) {
      return;
    }
    String url = settings.publicUrl();
    if (!url.matches("https://.*|http://(localhost|127\\.0\\.0\\.1|\\[::1])(:.*)?")) {
      throw Setting.PUBLIC_URL.refuse(
          url,
          "with SIGN_IN, the https URL that browsers show, or one that begins with http://localhost");
    }
    if (settings.adminPort().isPresent()) {
      throw Setting.ADMIN_PORT.refuse(
          settings.adminPort().getAsInt(),
          "nothing with SIGN_IN: owners need the studio on the public port");
    }
  }

  private static RelayPolicy relays(Config config) {
    var targets = Setting.RELAY_TARGETS.in(config);
    try {
      return new RelayPolicy(targets, RedisParts.voterKey(config));
    } catch (IllegalArgumentException e) {
      throw Setting.RELAY_TARGETS.refuse(targets, RelayPolicy.ALLOWED);
    }
  }

  private static Runnable chats(
      ActorSystem<?> system,
      ChatSettings settings,
      RedisParts redis,
      RelayPolicy relays,
      IngestRoutes ingest) {
    var lines = ingest.intake(settings.lines(), settings.retryFor(), redis.metrics());
    return () -> ChatReader.start(
        system, settings, redis.calls(), redis.sessions(), relays, lines, redis.metrics());
  }

  /** One whose Redis has answered; a {@link Service.Factory}. */
  static Service create(ActorSystem<?> system, Config config) throws StartFailure {
    var redis = RedisParts.connect(config, system);
    try {
      return new Instance(system, config, redis);
    } catch (RuntimeException e) {
      redis.close();
      throw e;
    }
  }

  @Override
  public Optional<RedisVersion> redis() {
    return redis.version();
  }

  @Override
  public CompletionStage<InetSocketAddress> bind(String host, int port) {
    CompletionStage<List<HttpServer.Binding>> admin = adminServer
        .map(each -> each.bind(host, settings.adminPort().orElseThrow()).thenApply(List::of))
        .orElseGet(() -> CompletableFuture.completedStage(List.of()));
    return admin.thenCompose(first -> {
      bindings = first;
      return server.bind(host, port).thenApply(bound -> {
        bindings = Stream.concat(first.stream(), Stream.of(bound)).toList();
        this.port = bound.address().getPort();
        twitch.ifPresent(Twitch::start);
        announcer = Optional.of(announce());
        chats.ifPresent(Runnable::run);
        return bound.address();
      });
    });
  }

  private Announcer announce() {
    var roles = settings.roles().stream().sorted().map(Role::word).toList();
    return new Announcer(
        system,
        directory,
        port,
        roles,
        () -> gateway
            .map(Gateway::count)
            .orElseGet(() -> CompletableFuture.completedStage(new ClientCount(0, 0))));
  }

  @Override
  public CompletionStage<Done> warmUp() {
    boolean isWhole = settings.roles().containsAll(Set.of(Role.GATEWAY, Role.INGEST));
    if (settings.warmUp().isZero() || !isWhole) {
      health.started();
      return done();
    }
    var listening = bindings.get(bindings.size() - 1).address();
    return new WarmUp(redis.sessions(), listening, settings.warmUp()).run().thenApply(warm -> {
      health.started();
      return Done.getInstance();
    });
  }

  @Override
  public CompletionStage<Done> becomeUnready() {
    health.stopping();
    announcer.ifPresent(Announcer::stop);
    return done();
  }

  @Override
  public CompletionStage<Done> unbind() {
    return each(HttpServer.Binding::unbind);
  }

  @Override
  public CompletionStage<Done> dismissClients() {
    return gateway.map(each -> each.drain(DISMISSAL)).orElseGet(Instance::done);
  }

  @Override
  public CompletionStage<Done> finishVotes() {
    return each(HttpServer.Binding::finish);
  }

  @Override
  public CompletionStage<Done> closeRedis() {
    return CompletableFuture.supplyAsync(() -> {
      redis.close();
      return Done.getInstance();
    });
  }

  private CompletionStage<Done> each(Function<HttpServer.Binding, CompletionStage<Done>> step) {
    return bindings.stream()
        .map(step)
        .reduce(done(), (one, other) -> one.thenCombine(other, (first, second) -> second));
  }

  private static CompletionStage<Done> done() {
    return CompletableFuture.completedFuture(Done.getInstance());
  }
}
