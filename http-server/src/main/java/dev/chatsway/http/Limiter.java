package dev.chatsway.http;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.Connection;
import akka.http.javadsl.model.headers.RawHeader;
import dev.chatsway.http.ClientIpResolver.Client;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Counts what addresses and sessions ask for, and answers 429 (RFC 6585, section 4) beyond what the settings allow
 * (docs/adr/0015-limits.md). A webhook is verified first: a valid one counts against no limit, whatever else has come
 * from its address.
 */
final class Limiter {

  /** The limits; their names are labels of {@code chatsway_requests_limited_total}. */
  enum Limit {
    SOCKETS("connections from your address"),
    REQUESTS("requests from your address"),
    HANDSHAKES("new connections from your address"),
    FAILURES("refused requests from your address"),
    SESSION_REQUESTS("requests to this session"),
    SESSION_HANDSHAKES("new connections to this session");

    private final String what;

    Limit(String what) {
      this.what = what;
    }
  }

  private static final Set<Integer> TURNED_AWAY = Set.of(401, 403, 404);
  private static final Set<Integer> BAD_WEBHOOK = Set.of(400, 401, 403, 404, 408, 413);
  private static final int NETWORK_BYTES = 8; // an IPv6 network is one customer's: RFC 6177

  private final RequestFilterSettings settings;
  private final Map<Limit, Buckets> buckets = new EnumMap<>(Limit.class);
  private final Map<Limit, Counter> limited = new EnumMap<>(Limit.class);

  Limiter(RequestFilterSettings settings, MeterRegistry metrics) {
    this.settings = settings;
    rate(Limit.REQUESTS, settings.requests());
    rate(Limit.HANDSHAKES, settings.handshakes());
    rate(Limit.FAILURES, settings.failures());
    rate(Limit.SESSION_REQUESTS, settings.sessionRequests());
    rate(Limit.SESSION_HANDSHAKES, settings.sessionHandshakes());
    for (Limit limit : Limit.values()) {
      limited.put(
          limit,
          Counter.builder("chatsway.requests.limited")
              .description("Requests answered 429, by the limit that was exceeded")
              .tag("limit", limit.name().toLowerCase(Locale.ROOT))
              .register(metrics));
    }
  }

  private void rate(Limit limit, Rate rate) {
    buckets.put(limit, new Buckets(rate, settings.remembered()));
  }

  /** Whether this client has no limits. An address that a proxy reports always has: a client may have made it up. */
  boolean isExempt(Client client) {
    return !client.isForwarded() && AddressRange.anyContains(settings.exempt(), client.address());
  }

  /** The response of {@code next}, or 429. */
  CompletionStage<HttpResponse> answer(
      RequestClass asked,
      HttpRequest request,
      Client client,
      Function<HttpRequest, CompletionStage<HttpResponse>> next) {
    if (isExempt(client)) {
      return next.apply(request);
    }
    Object address = network(client.address());
    return switch (asked.kind()) {
      case PROBE -> next.apply(request);
      case WEBHOOK ->
        next.apply(marked(request, address))
            .thenApplyAsync(
                answer -> BAD_WEBHOOK.contains(answer.status().intValue())
                    ? take(Limit.FAILURES, address).orElse(answer)
                    : answer,
                HttpServer.HERE);
      case VOTE_LINK ->
        requests(asked, address).isPresent()
            ? CompletableFuture.completedFuture(silence())
            : next.apply(marked(request, address))
                .thenApplyAsync(answer -> counted(answer, address), HttpServer.HERE);
      case HANDSHAKE, REQUEST ->
        beforehand(asked, address)
            .map(refusal -> CompletableFuture.completedStage(closing(request, refusal)))
            .orElseGet(() -> next.apply(request)
                .thenApplyAsync(answer -> counted(answer, address), HttpServer.HERE));
    };
  }

  /** The response to a connection beyond the limit of its address. */
  HttpResponse noSeat() {
    return refusal(Limit.SOCKETS, Duration.ofSeconds(10)).addHeader(Connection.create("close"));
  }

  private HttpRequest marked(HttpRequest request, Object address) {
    return bucket(Limit.FAILURES).untilNext(address).isZero()
        ? request
        : GuessLimit.exhausted(request);
  }

  private Optional<HttpResponse> beforehand(RequestClass asked, Object address) {
    Duration failed = bucket(Limit.FAILURES).untilNext(address);
    if (!failed.isZero()) {
      return Optional.of(refusal(Limit.FAILURES, failed));
    }
    return requests(asked, address);
  }

  private Optional<HttpResponse> requests(RequestClass asked, Object address) {
    boolean isHandshake = asked.kind() == RequestClass.Kind.HANDSHAKE;
    return take(isHandshake ? Limit.HANDSHAKES : Limit.REQUESTS, address)
        .or(() -> asked
            .session()
            .flatMap(session ->
                take(isHandshake ? Limit.SESSION_HANDSHAKES : Limit.SESSION_REQUESTS, session)));
  }

  /** Counts a malformed request. */
  void failed(Client client) {
    if (!isExempt(client)) {
      bucket(Limit.FAILURES).take(network(client.address()));
    }
  }

  private HttpResponse counted(HttpResponse answer, Object address) {
    if (TURNED_AWAY.contains(answer.status().intValue()) || GuessLimit.isFailed(answer)) {
      bucket(Limit.FAILURES).take(address); // felt by the next request
    }
    return answer;
  }

  private Optional<HttpResponse> take(Limit limit, Object key) {
    Duration wait = bucket(limit).take(key);
    return wait.isZero() ? Optional.empty() : Optional.of(refusal(limit, wait));
  }

  private Buckets bucket(Limit limit) {
    Buckets found = buckets.get(limit);
    if (found == null) {
      throw new IllegalArgumentException(limit + " is not counted in a bucket");
    }
    return found;
  }

  private HttpResponse refusal(Limit limit, Duration wait) {
    count(limit);
    long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
    return Problem.of(
            StatusCodes.TOO_MANY_REQUESTS,
            "too many " + limit.what + "; try again in " + seconds + " s")
        .response()
        .addHeader(RawHeader.create("Retry-After", String.valueOf(seconds)));
  }

  private void count(Limit limit) {
    Counter counter = limited.get(limit);
    if (counter != null) {
      counter.increment();
    }
  }

  /** The body of a refused request is not read. */
  private static HttpResponse closing(HttpRequest request, HttpResponse refusal) {
    return request.entity().isKnownEmpty()
        ? refusal
        : refusal.addHeader(Connection.create("close"));
  }

  private static HttpResponse silence() {
    return HttpResponse.create()
        .addHeader(RawHeader.create("Cache-Control", "no-store"))
        .withEntity(HttpEntities.create(ContentTypes.TEXT_PLAIN_UTF8, ""));
  }

  /** The unit that is counted: an IPv4 address, or the /64 of an IPv6 address. */
  static InetAddress network(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address;
    }
    byte[] bytes = address.getAddress();
    Arrays.fill(bytes, NETWORK_BYTES, bytes.length, (byte) 0);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("16 bytes are an address", e);
    }
  }
}
