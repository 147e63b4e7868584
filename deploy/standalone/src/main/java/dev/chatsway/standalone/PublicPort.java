package dev.chatsway.standalone;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.Directives.pathPrefix;
import static akka.http.javadsl.server.PathMatchers.segment;

import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.server.Route;
import dev.chatsway.http.Problem;

/**
 * What the public port still answers once there is an admin port: overlays, votes, control links and the way to Twitch, but
 * neither the session API nor the lists of instances and owners, nor the studio nor the metrics.
 */
final class PublicPort {

  private PublicPort() {}

  /** The same without what is the admin port's. */
  static Route of(Route everything) {
    return concat(
        pathPrefix(segment("api").slash("v1").slash("sessions"), PublicPort::notHere),
        path(segment("api").slash("v1").slash("twitch"), PublicPort::notHere),
        path(segment("api").slash("v1").slash("instances"), PublicPort::notHere),
        pathPrefix(segment("api").slash("v1").slash("owners"), PublicPort::notHere),
        pathPrefix("studio", PublicPort::notHere),
        path("metrics", PublicPort::notHere),
        everything);
  }

  private static Route notHere() {
    return complete(Problem.of(StatusCodes.NOT_FOUND, "not found; this server has an admin port")
        .response());
  }
}
