package dev.chatsway.standalone;

import akka.actor.typed.ActorSystem;
import com.typesafe.config.Config;
import java.util.concurrent.CompletableFuture;

/** A real instance in the test's own JVM, with its actor system open to questions. */
public final class InstanceInThisJvm {

  private final Server server;
  private final ActorSystem<?> system;

  private InstanceInThisJvm(Server server, ActorSystem<?> system) {
    this.server = server;
    this.system = system;
  }

  public static InstanceInThisJvm start(Config config) throws StartFailure, InterruptedException {
    var started = new CompletableFuture<ActorSystem<?>>();
    var server = Server.start(config, (system, complete) -> {
      started.complete(system);
      return Instance.create(system, complete);
    });
    return new InstanceInThisJvm(server, started.join());
  }

  public String url() {
    return server.listenUrl();
  }

  public ActorSystem<?> system() {
    return system;
  }

  public void stop() throws InterruptedException {
    server.stop();
  }
}
