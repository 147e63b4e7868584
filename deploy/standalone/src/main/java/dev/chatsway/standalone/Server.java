package dev.chatsway.standalone;

import akka.actor.typed.ActorSystem;
import com.typesafe.config.Config;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One running instance. A SIGTERM ends it just as {@link #stop} does. */
public final class Server {

  static final String SIGN_IN_CODE = "chatsway.gateway.studio.sign-in-code";

  private static final int STOP_SECONDS = 10;

  private final ActorSystem<?> system;
  private final Config config;
  private final StandaloneSettings settings;
  private final InetSocketAddress address;

  Server(
      ActorSystem<?> system,
      Config config,
      StandaloneSettings settings,
      InetSocketAddress address) {
    this.system = system;
    this.config = config;
    this.settings = settings;
    this.address = address;
  }

  /** Starts an instance of the real thing; throws as {@link #start(Config, Service.Factory)} does. */
  public static Server start(Config config) throws StartFailure, InterruptedException {
    return start(config, Instance::create);
  }

  /**
   * Starts an instance; when this returns it accepts requests.
   *
   * @throws StartFailure if something it needs is not to be had; nothing is left running then
   * @throws IllegalArgumentException if a setting is wrong; nothing is left running then
   */
  static Server start(Config config, Service.Factory factory)
      throws StartFailure, InterruptedException {
    var start = new ServerStart(config);
    try {
      return start.run(factory);
    } catch (StartFailure | InterruptedException | RuntimeException e) {
      stop(start.system());
      throw e;
    }
  }

  /** What it was started with, completed by the URL of its Redis and the admin token: holds secrets. */
  public Config config() {
    return config;
  }

  /** What everything in it runs in. */
  ActorSystem<?> system() {
    return system;
  }

  /** Where it listens, with the port that it really has. */
  public String listenUrl() {
    return url(settings.host(), address);
  }

  /** Where its session API listens, and its studio. */
  public String apiUrl() {
    return url(settings.localHost(), settings.apiPort(address.getPort()));
  }

  static String url(String host, InetSocketAddress address) {
    return url(host, address.getPort());
  }

  static String url(String host, int port) {
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  /** What the URLs that people use start with, without a slash at its end. */
  public String publicUrl() {
    return settings.publicUrl().isEmpty()
        ? url(settings.localHost(), address)
        : settings.publicUrl();
  }

  /** The lines for a person: it is ready, and where to go from here. */
  public String announcement() {
    var lines = new StringBuilder("Chatsway ready on " + listenUrl() + "\n");
    if (settings.adminToken().isEmpty()) {
      lines.append("Admin token: ").append(adminTokenFile()).append('\n');
    }
    var network = LocalNetwork.url(settings, address.getPort());
    if (!network.isEmpty()) {
      lines.append("In the local network: ").append(network).append('\n');
    }
    if (settings.roles().contains(Role.GATEWAY)) {
      lines.append("Studio: ").append(studioUrl()).append('\n');
    }
    return lines.toString();
  }

  /** With what signs in once, when the Redis is ours: anyone who can read this process's output can read its data folder too. */
  String studioUrl() {
    var code = config.getString(SIGN_IN_CODE);
    return (settings.adminPort().isPresent() ? apiUrl() : publicUrl())
        + (code.isEmpty() ? "/studio" : "/studio#sign-in=" + code);
  }

  /** The folder of our own Redis, which only this user can read. */
  Path data() {
    return settings.data().toAbsolutePath().normalize();
  }

  private Path adminTokenFile() {
    return data().resolve("admin-token");
  }

  /** Ends it in good order, within 10 s. */
  public void stop() throws InterruptedException {
    stop(system);
  }

  private static void stop(ActorSystem<?> system) throws InterruptedException {
    system.terminate(); // runs CoordinatedShutdown
    try {
      system.getWhenTerminated().toCompletableFuture().get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      system.log().warn("Shutdown did not complete cleanly", e);
    }
  }

  /** Returns when it has ended, for whatever reason. */
  public void awaitEnd() {
    system.getWhenTerminated().toCompletableFuture().join();
  }
}
