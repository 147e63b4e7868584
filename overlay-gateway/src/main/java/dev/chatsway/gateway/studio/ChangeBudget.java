package dev.chatsway.gateway.studio;

import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import dev.chatsway.http.Buckets;
import dev.chatsway.http.Problem;
import dev.chatsway.http.Rate;
import dev.chatsway.session.Session;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Limits the changes to all bars of one owner on this instance, by anyone but the admin (docs/adr/0015-limits.md). */
public final class ChangeBudget {

  private static final int OWNERS = 20_000;

  private final int perMinute;
  private final Buckets changes;
  private final Counter limited;

  /** Allows {@code perMinute} changes, and as many at once. */
  public ChangeBudget(int perMinute, MeterRegistry metrics) {
    this.perMinute = perMinute;
    this.changes = new Buckets(new Rate(perMinute, perMinute), OWNERS);
    this.limited = Counter.builder("chatsway.requests.limited")
        .description("Requests answered 429, by the limit that was exceeded")
        .tag("limit", "owner_changes")
        .register(metrics);
  }

  /** The answer to a request beyond the budget of a session's owner; a session without one has none. */
  public Optional<HttpResponse> refusal(HttpRequest request, Session session) {
    return refusal(request, session.ownerAccount());
  }

  /** The answer to a request beyond the budget of an account; reading is not limited. */
  public Optional<HttpResponse> refusal(HttpRequest request, @Nullable String account) {
    if (account == null || request.method().equals(HttpMethods.GET)) {
      return Optional.empty();
    }
    Duration wait = changes.take(account, 1);
    if (wait.isZero()) {
      return Optional.empty();
    }
    limited.increment();
    long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
    return Optional.of(Problem.of(
            StatusCodes.TOO_MANY_REQUESTS,
            "too many changes to the bars of this owner: " + perMinute
                + " a minute are allowed; try again in " + seconds + " s")
        .response()
        .addHeader(RawHeader.create("Retry-After", String.valueOf(seconds))));
  }
}
