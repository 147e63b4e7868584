package dev.chatsway.gateway;

import static akka.http.javadsl.server.Directives.complete;

import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.server.Route;
import dev.chatsway.http.Problem;
import java.util.function.Supplier;

/**
 * What a co-host may not do with a session: show or change its keys, send its data elsewhere, share it or delete it. Each such
 * operation is wrapped behind its path and method, so that others are answered to a co-host as to everyone.
 */
@FunctionalInterface
public interface OwnerOnly {

  /** The route for those who may do everything with the session, and a refusal for a co-host. */
  Route may(Supplier<Route> route);

  /** For a request of a co-host, or of someone else who has access to the session. */
  static OwnerOnly unless(boolean isCoHost) {
    return route -> isCoHost
        ? complete(Problem.of(StatusCodes.FORBIDDEN, "only the owner of this bar may do this")
            .response())
        : route.get();
  }
}
