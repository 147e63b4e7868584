package dev.chatsway.standalone;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import dev.chatsway.session.Tokens;
import dev.chatsway.standalone.redis.DataFolder;
import dev.chatsway.standalone.redis.EmbeddedRedis;
import dev.chatsway.standalone.redis.RedisVersion;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a server. Everything that it starts is registered with Akka's CoordinatedShutdown before the next thing starts
 * (application.conf has the order and time limits), so that a start that fails half-way, a stop and a SIGTERM all shut
 * down the same way.
 */
final class ServerStart {

  private static final Logger log = LoggerFactory.getLogger(ServerStart.class);

  private static final int BIND_SECONDS = 10;

  private final Config config;
  private final StandaloneSettings settings;
  private final ActorSystem<Void> system;
  private final CoordinatedShutdown shutdown;

  /** Throws IllegalArgumentException, with nothing running, if a setting is invalid. */
  ServerStart(Config config) {
    this.config = config;
    this.settings = StandaloneSettings.from(config);
    this.system = ActorSystem.create(Behaviors.empty(), "chatsway", config);
    this.shutdown = CoordinatedShutdown.get(system);
  }

  ActorSystem<?> system() {
    return system;
  }

  Server run(Service.Factory factory) throws StartFailure, InterruptedException {
    var complete = settings.hasEmbeddedRedis() ? withEmbeddedRedis() : config;
    var service = factory.create(system, complete);
    enter(CoordinatedShutdown.PhaseBeforeServiceUnbind(), "not-ready", service::becomeUnready);
    enter(CoordinatedShutdown.PhaseServiceUnbind(), "unbound", service::unbind);
    enter(
        CoordinatedShutdown.PhaseServiceRequestsDone(),
        "clients-dismissed",
        service::dismissClients);
    enter(CoordinatedShutdown.PhaseServiceStop(), "votes-finished", service::finishVotes);
    enter("redis-client", "redis-client-closed", service::closeRedis);
    var server = new Server(system, complete, settings, bind(service));
    service.warmUp().toCompletableFuture().join();
    announce(server.listenUrl(), service.redis());
    return server;
  }

  /** Logs the line of a start, and registers that of a stop. */
  private void announce(String url, Optional<RedisVersion> redis) {
    var since = System.nanoTime();
    log.info(
        "Started Chatsway {} on {}: roles {}, Java {}, {}{}",
        Version.build(),
        url,
        settings.roles().stream().sorted().map(Role::word).collect(Collectors.joining(",")),
        Runtime.version(),
        redis.map(RedisVersion::toString).orElse("Redis of unknown version"),
        settings.hasEmbeddedRedis() ? ", embedded" : "");
    if (settings.hasEmbeddedRedis() && redis.filter(RedisVersion::hasKnownHoles).isPresent()) {
      log.warn(
          "The embedded {} lacks security fixes of later releases. Only this machine can reach it, and with a password."
              + " A newer redis-server or valkey-server on PATH, or one that {} names, is used in its place",
          redis.get(),
          Setting.CHATSWAY_REDIS_SERVER.name());
    }
    enter(CoordinatedShutdown.PhaseBeforeServiceUnbind(), "logged", () -> {
      log.info(
          "Stopping after {} s", Duration.ofNanos(System.nanoTime() - since).toSeconds());
      return CompletableFuture.completedStage(Done.getInstance());
    });
  }

  private Config withEmbeddedRedis() throws StartFailure, InterruptedException {
    try {
      var folder = DataFolder.open(settings.data());
      var audit = AuditFile.open(folder.path());
      var redis = new EmbeddedRedis(folder, settings.redisServer());
      enter(
          "embedded-redis",
          "embedded-redis-stopped",
          () -> CompletableFuture.supplyAsync(() -> stop(redis, audit, folder)));
      var token = settings.adminToken().isEmpty() ? folder.adminToken() : settings.adminToken();
      return withTargets(config)
          .withValue(Setting.REDIS_URL.key(), ConfigValueFactory.fromAnyRef(redis.start()))
          .withValue(Setting.CHATSWAY_ADMIN_TOKEN.key(), ConfigValueFactory.fromAnyRef(token))
          .withValue(Server.SIGN_IN_CODE, ConfigValueFactory.fromAnyRef(Tokens.token()));
    } catch (IOException e) {
      throw new StartFailure(Setting.CHATSWAY_DATA + ": " + e.getMessage(), e);
    }
  }

  /** Where only this machine's programs come in, the server may connect to them, unless something else is set. */
  private Config withTargets(Config chosen) {
    return settings.isOfOneMachine()
        ? instead(
            instead(chosen, Setting.WEBHOOK_TARGETS, "public, loopback"),
            Setting.RELAY_TARGETS,
            "loopback")
        : chosen;
  }

  private static Config instead(Config chosen, Setting ofAuto, String value) {
    return ofAuto.in(chosen).equals("auto")
        ? chosen.withValue(ofAuto.key(), ConfigValueFactory.fromAnyRef(value))
        : chosen;
  }

  private static Done stop(EmbeddedRedis redis, AuditFile audit, DataFolder folder) {
    try {
      audit.close();
      redis.stop();
      folder.close();
    } catch (IOException | InterruptedException e) {
      throw new CompletionException(e);
    }
    return Done.getInstance();
  }

  private InetSocketAddress bind(Service service) throws StartFailure, InterruptedException {
    try {
      return service
          .bind(settings.host(), settings.port())
          .toCompletableFuture()
          .get(BIND_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new StartFailure(whyNotBound(e), e);
    }
  }

  private String whyNotBound(Exception failure) {
    var reasons = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      reasons.append(cause.getMessage()).append(' ');
    }
    var admin = settings.adminPort();
    if (admin.isPresent() && reasons.indexOf(":" + admin.getAsInt() + "]") >= 0) {
      return Setting.ADMIN_PORT + ": nothing can listen on port " + admin.getAsInt() + " of "
          + settings.host() + "; it may be in use by another program";
    }
    if (reasons.indexOf("in use") >= 0) {
      return Setting.PORT + ": " + settings.port() + " on " + settings.host()
          + " is in use by another program";
    }
    return "%s is \"%s\", where nothing can listen on %s %s; allowed: a host name or an address of this machine"
        .formatted(Setting.HOST, settings.host(), Setting.PORT, settings.port());
  }

  private void enter(String phase, String task, Supplier<CompletionStage<Done>> work) {
    shutdown.addTask(phase, task, work);
  }
}
