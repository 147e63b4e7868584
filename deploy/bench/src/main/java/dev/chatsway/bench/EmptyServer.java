package dev.chatsway.bench;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.extractMaterializer;
import static akka.http.javadsl.server.Directives.extractRequestEntity;
import static akka.http.javadsl.server.Directives.onSuccess;
import static akka.http.javadsl.server.Directives.path;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.server.Route;
import dev.chatsway.gateway.GatewaySettings;
import dev.chatsway.http.HttpServer;
import dev.chatsway.http.RequestFilter;
import dev.chatsway.http.RequestFilterSettings;
import dev.chatsway.standalone.Environment;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** The baseline of {@code bench votes}: the same server, on which a POST is read to its end and answered 204. */
public final class EmptyServer {

  private EmptyServer() {}

  /** Listens on any free port and says on which. */
  public static void main(String[] arguments) {
    var config = Environment.load();
    var system = ActorSystem.create(Behaviors.<Void>empty(), "empty", config);
    Route route = concat(path(
        "empty",
        () -> extractMaterializer(materializer -> extractRequestEntity(entity -> onSuccess(
            entity.toStrict(5_000, materializer), read -> complete(StatusCodes.NO_CONTENT))))));
    var filter =
        new RequestFilter(RequestFilterSettings.from(config), "", new SimpleMeterRegistry());
    new HttpServer(system, GatewaySettings.from(config).connections(), filter, route)
        .bind("127.0.0.1", 0)
        .thenAccept(binding -> System.out.println(
            "Chatsway ready on http://127.0.0.1:" + binding.address().getPort()));
  }
}
