package dev.chatsway.gateway;

import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.path;

import akka.http.javadsl.server.Route;
import dev.chatsway.http.JsonResponses;
import dev.chatsway.redis.presence.InstanceDirectory;
import java.util.List;

/** {@code GET /api/v1/instances}, for the admin token: the instances on the same Redis. */
final class InstanceRoutes {

  private record Instances(List<InstanceDirectory.Entry> instances) {}

  private final InstanceDirectory directory;
  private final Access access;

  InstanceRoutes(InstanceDirectory directory, Access access) {
    this.directory = directory;
    this.access = access;
  }

  Route routes() {
    return path(
        "instances",
        () -> access.admin(() -> get(() -> completeWithFuture(
            directory.list().thenApply(all -> JsonResponses.ok(new Instances(all)))))));
  }
}
