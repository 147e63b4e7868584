package dev.chatsway.http;

import akka.Done;
import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.HttpProtocols;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.Connection;
import akka.http.javadsl.server.Route;
import akka.http.javadsl.settings.ServerSettings;
import akka.japi.function.Function;
import akka.stream.TLSProtocol.SslTlsInbound;
import akka.stream.TLSProtocol.SslTlsOutbound;
import akka.stream.javadsl.BidiFlow;
import akka.stream.javadsl.Flow;
import akka.util.ByteString;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.netty.channel.Channel;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An HTTP server composed of public parts (Netty's sockets, a stage at the socket, Akka's HTTP layer) instead of
 * {@code newServerAt}: this lets {@link ConnectionStage} sit at the socket, and answers a connection beyond the limit
 * with 503 instead of leaving it in the kernel's queue.
 */
public final class HttpServer {

  /**
   * Connections beyond the limit at once: they are answered 503, except for health checks and metrics, which a full
   * instance still answers. Beyond these, connections are closed without a response.
   */
  private static final int MOST_TURNED_AWAY = 512;

  /** On the thread that has the answer: a stage of Akka's starts a thread for what follows, if it is not told where. */
  static final Executor HERE = Runnable::run;

  /**
   * Clients have this long to read their last answers: when a process ends, the kernel resets connections on which more has
   * come. 50 ms were too few on two busy cores: votes were counted and not answered.
   */
  private static final Duration ON_THE_WIRE = Duration.ofMillis(250);

  /** Anyone can send unreadable requests by the thousand; they are counted instead. */
  private static final Config QUIET = ConfigFactory.parseMap(Map.of(
      "akka.http.server.parsing.error-logging-verbosity", "off",
      "akka.http.server.parsing.illegal-header-warnings", "off",
      // HTTP/1.0 requests need no Host header
      "akka.http.server.default-host-header", "localhost"));

  private static final Connection CLOSE = Connection.create("close");

  private final ConnectionLimits limits;
  private final int most;
  private final int mostTurnedAway;
  private final RequestFilter filter;
  private final BidiFlow<HttpResponse, SslTlsOutbound, SslTlsInbound, HttpRequest, NotUsed> http;
  private final Function<HttpRequest, CompletionStage<HttpResponse>> handler;

  // counted from the streams of all connections
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicInteger turnedAway = new AtomicInteger();
  private final UnreadAnswers unread;
  private final UnderWay underWay = new UnderWay();
  private final EventLoops loops;

  /** Serves {@code route} to the requests that {@code filter} admits; failures become problem documents. */
  public HttpServer(
      ActorSystem<?> system, ConnectionLimits limits, RequestFilter filter, Route route) {
    this.limits = limits;
    this.unread = new UnreadAnswers(limits.unread());
    this.loops = EventLoops.of(system);
    this.most = FileDescriptorLimit.most(limits.most());
    this.mostTurnedAway = most < limits.most() ? FileDescriptorLimit.SPARE / 2 : MOST_TURNED_AWAY;
    this.filter = filter;
    var settings = ServerSettings.create(QUIET.withFallback(system.settings().config()));
    this.http = Http.get(system)
        .serverLayer(settings.withRawRequestUriHeader(true).withServerHeader(Optional.empty()));
    this.handler =
        route.seal(Problems.rejectionHandler(), Problems.exceptionHandler()).handler(system);
  }

  /** A bound socket. */
  public final class Binding {
    private final Channel listener;

    private Binding(Channel listener) {
      this.listener = listener;
    }

    /** The address, with the actual port. */
    public InetSocketAddress address() {
      return (InetSocketAddress) listener.localAddress();
    }

    /** Accepts no further connections; existing ones continue, each to the end of its request. */
    public CompletionStage<Done> unbind() {
      var unbound = new CompletableFuture<Done>();
      listener.close().addListener(closed -> unbound.complete(Done.getInstance()));
      return unbound;
    }

    /**
     * Completes when the responses to all accepted requests have been written. Later requests on existing connections
     * are answered 503: a vote accepted later would be counted, but its response cut off. Upgraded connections do not
     * count.
     */
    public CompletionStage<Done> finish() {
      return underWay
          .finish()
          .thenApplyAsync(
              last -> last,
              CompletableFuture.delayedExecutor(ON_THE_WIRE.toMillis(), TimeUnit.MILLISECONDS));
    }
  }

  /** Binds; fails if the address is in use or not local. */
  public CompletionStage<Binding> bind(String host, int port) {
    return loops
        .bind(new InetSocketAddress(host, port), limits, this::accept)
        .thenApply(Binding::new);
  }

  /** How many connections were refused beyond the maximum, each with 503. */
  public long refused() {
    return refused.get();
  }

  /** The number of connections of all kinds, including those being refused. */
  public int connections() {
    return connections.get();
  }

  /** Maximum connections. */
  public int most() {
    return most;
  }

  private void accept(SocketChannel socket, ConnectionGroup.Members group) {
    InetSocketAddress peer = socket.remoteAddress();
    if (peer == null) { // it has left
      Socket.close(socket);
      return;
    }
    var connection = new Connected(filter.visit(peer.getAddress()));
    if (connection.isCut) {
      Socket.close(socket);
      connection.ended();
      return;
    }
    group.add(wakeUps -> Flow.fromGraph(new Socket(socket))
        .join(Flow.fromGraph(
            new ConnectionStage(limits, unread, wakeUps, connection.exchange, connection))));
  }

  /** Answers the requests of one connection. */
  private final class Connected implements ConnectionStage.Handler {
    private final RequestTracker exchange = new RequestTracker();
    private final RequestFilter.ConnectionContext visit;
    private final boolean isFull;
    private final boolean isTurnedAway;
    private final boolean isCut; // one of too many to be answered

    private Connected(RequestFilter.ConnectionContext visit) {
      this.visit = visit;
      isFull = connections.incrementAndGet() > most;
      if (isFull) {
        refused.incrementAndGet();
      }
      isTurnedAway = isFull || !visit.hasRoom();
      isCut = isTurnedAway && turnedAway.incrementAndGet() > mostTurnedAway;
    }

    @Override
    public Flow<SslTlsInbound, SslTlsOutbound, NotUsed> http() {
      return Flow.of(HttpRequest.class)
          .mapAsync(
              1, request -> answer(request).whenComplete((response, failure) -> exchange.hand()))
          .join(http);
    }

    @Override
    public CompletionStage<HttpResponse> answer(HttpRequest request) {
      if (isFull && !RequestClass.isWatching(request)) {
        return CompletableFuture.completedFuture(refusal("more than " + most + " connections"));
      }
      exchange.requested();
      if (!underWay.begin()) {
        exchange.responded();
        return CompletableFuture.completedFuture(refusal("this instance is stopping"));
      }
      return visit
          .answer(HeadRequest.asGet(withoutOldUpgrade(request)), HttpServer.this::handle)
          .thenApplyAsync(response -> tracked(response, exchange), HERE)
          .whenComplete((response, failure) -> {
            if (failure != null) {
              exchange.responded();
            }
            exchange.whenWritten(underWay::end);
          });
    }

    @Override
    public HttpResponse refused(int status, String reason) {
      return visit.refused(StatusCodes.get(status), reason);
    }

    @Override
    public void ended() {
      visit.end();
      connections.decrementAndGet();
      if (isTurnedAway) {
        turnedAway.decrementAndGet();
      }
    }
  }

  /** A WebSocket handshake takes HTTP/1.1 (RFC 6455, section 4.1); Akka HTTP accepts older ones. */
  private static HttpRequest withoutOldUpgrade(HttpRequest request) {
    return request.protocol().equals(HttpProtocols.HTTP_1_0)
        ? request.removeAttribute(AttributeKeys.webSocketUpgrade)
        : request;
  }

  private CompletionStage<HttpResponse> handle(HttpRequest request) {
    try {
      return handler.apply(request);
    } catch (Exception e) { // declared by Akka's type; a sealed route throws none
      return CompletableFuture.failedFuture(e);
    }
  }

  /** A streamed response is in progress until its last byte; otherwise its connection would count as idle. */
  private HttpResponse tracked(HttpResponse response, RequestTracker exchange) {
    Optional<FrameSource> feed = response.getAttribute(FrameSource.KEY);
    if (feed.isPresent()) {
      exchange.upgraded(feed.get());
      return response;
    }
    if (response.entity().isStrict()) {
      exchange.responded();
      return underWay.isFinishing() ? response.addHeader(CLOSE) : response;
    }
    return response.transformEntityDataBytes(
        Flow.of(ByteString.class).watchTermination((left, ended) -> {
          ended.whenComplete((done, failure) -> exchange.responded());
          return left;
        }));
  }

  private static HttpResponse refusal(String why) {
    return Problem.of(StatusCodes.SERVICE_UNAVAILABLE, why).response().addHeader(CLOSE);
  }
}
