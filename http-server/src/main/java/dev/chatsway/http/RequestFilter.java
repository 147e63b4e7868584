package dev.chatsway.http;

import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.RemoteAddress;
import akka.http.javadsl.model.StatusCode;
import akka.http.javadsl.model.StatusCodes;
import dev.chatsway.http.ClientIpResolver.Client;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The filter between the socket and the routes: client address, host and origin, rate limits, security headers. */
public final class RequestFilter {

  private final ClientIpResolver addresses;
  private final Limiter limiter;
  private final OriginPolicy origins;
  private final SecurityHeaders headers;
  private final HostPolicy hosts;
  private final boolean hasPublicUrl;
  private final ConnectionQuota seats;
  private final Buckets auditedRefusals;

  /** {@code publicUrl} may be empty. */
  public RequestFilter(RequestFilterSettings settings, String publicUrl, MeterRegistry metrics) {
    this.addresses = new ClientIpResolver(settings.trustedProxies());
    this.limiter = new Limiter(settings, metrics);
    this.origins = new OriginPolicy(settings.allowedOrigins(), publicUrl);
    this.headers = new SecurityHeaders(publicUrl, settings.allowedOrigins());
    this.hosts = new HostPolicy(settings.allowedHosts(), publicUrl);
    this.hasPublicUrl = !publicUrl.isEmpty();
    this.seats = new ConnectionQuota(settings.socketsPerAddress());
    this.auditedRefusals = new Buckets(AuditLog.REFUSALS, settings.remembered());
  }

  /** A connection of a peer. Its requests come one at a time. */
  final class ConnectionContext {
    private final InetAddress peer;
    private final ConnectionQuota.Permit seat = seats.seat();
    private final boolean hasRoom;

    private ConnectionContext(InetAddress peer) {
      this.peer = peer;
      // a proxy's connections are its visitors': each is counted when it becomes a socket
      this.hasRoom = addresses.isProxy(peer) || takes(new Client(peer, false));
    }

    /** Whether the peer's address is within its limit of connections. */
    boolean hasRoom() {
      return hasRoom;
    }

    /**
     * The response to a request that Akka HTTP could not read; counts as a failure of the peer unless that is a proxy.
     */
    HttpResponse refused(StatusCode status, String reason) {
      if (!addresses.isProxy(peer)) {
        limiter.failed(new Client(peer, false));
      }
      String id = RequestId.generate();
      return RequestId.on(headers.on(Problem.of(status, reason).response()), id);
    }

    /** The response of {@code next}, or a refusal. */
    CompletionStage<HttpResponse> answer(
        HttpRequest sent, Function<HttpRequest, CompletionStage<HttpResponse>> next) {
      String id = RequestId.of(sent);
      HttpRequest request = RequestId.on(sent, id);
      long since = System.nanoTime();
      Client client = addresses.of(peer, request);
      return decide(request, client, next)
          .thenApplyAsync(
              response -> {
                AuditLog.note(request, response, client.address(), auditedRefusals);
                return RequestId.answered(request, id, headers.on(response), since);
              },
              HttpServer.HERE);
    }

    private CompletionStage<HttpResponse> decide(
        HttpRequest request,
        Client client,
        Function<HttpRequest, CompletionStage<HttpResponse>> next) {
      Optional<HttpResponse> malformed = malformed(request);
      if (malformed.isPresent()) {
        return CompletableFuture.completedFuture(malformed.get());
      }
      RequestClass asked = RequestClass.of(request);
      boolean isHandshake = asked.kind() == RequestClass.Kind.HANDSHAKE;
      if (!hasRoom || (addresses.isProxy(peer) && !takesFor(client, isHandshake))) {
        return CompletableFuture.completedFuture(limiter.noSeat());
      }
      if (isHandshake && !origins.allow(request)) {
        return CompletableFuture.completedFuture(Problem.of(
                StatusCodes.FORBIDDEN, "pages of this origin may not open overlays of this server")
            .response());
      }
      HttpRequest known =
          request.addAttribute(AttributeKeys.remoteAddress, RemoteAddress.create(client.address()));
      return limiter.answer(asked, known, client, next);
    }

    private Optional<HttpResponse> malformed(HttpRequest request) {
      if (!RawPath.isPlain(request)) {
        return Optional.of(JsonResponses.notFound("Not found: the path must be in its plain form"));
      }
      // a proxy passes on the name that it is known by; without a public URL this server does not
      // know that name
      return addresses.isProxy(peer) && !hasPublicUrl
          ? Optional.empty()
          : hosts
              .unknown(request)
              .map(host -> Problem.of(
                      StatusCodes.MISDIRECTED_REQUEST,
                      "Host: \"" + host
                          + "\" is not a host of this server; allowed: addresses, localhost,"
                          + " the host of PUBLIC_URL and those of ALLOWED_HOSTS")
                  .response());
    }

    /** Releases the place of the proxy connection's previous request, which has ended: requests come one at a time. */
    private boolean takesFor(Client client, boolean isHandshake) {
      seat.leave();
      return !isHandshake || takes(client);
    }

    private boolean takes(Client client) {
      return limiter.isExempt(client) || seat.take(Limiter.network(client.address()));
    }

    /** The connection has ended. */
    void end() {
      seat.leave();
    }
  }

  ConnectionContext visit(InetAddress peer) {
    return new ConnectionContext(peer);
  }
}
