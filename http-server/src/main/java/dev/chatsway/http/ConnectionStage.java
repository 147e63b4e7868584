package dev.chatsway.http;

import akka.NotUsed;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.stream.Attributes;
import akka.stream.FlowShape;
import akka.stream.Inlet;
import akka.stream.Outlet;
import akka.stream.TLSProtocol.SslTlsInbound;
import akka.stream.TLSProtocol.SslTlsOutbound;
import akka.stream.javadsl.Flow;
import akka.stream.stage.GraphStage;
import akka.stream.stage.GraphStageLogic;
import akka.util.ByteString;
import java.util.concurrent.CompletionStage;

/**
 * A connection at its socket: a {@link NewConnection} until its first request is known, then Akka HTTP or a WebSocket,
 * which this stage handles alone. Akka HTTP's own WebSockets keep the stages of the HTTP and message layers, which
 * every frame passes; a connection that only takes whole frames from its {@link FrameSource} needs none of them.
 *
 * <p>At the socket it also detects what Akka HTTP's timeouts cannot: request headers that never end, an idle
 * connection, a response that is not read, and a WebSocket peer that has vanished while frames are sent to it.
 */
final class ConnectionStage extends GraphStage<FlowShape<ByteString, ByteString>> {

  /** Answers the requests of one connection. */
  interface Handler {

    /** The HTTP layer, joined with {@link #answer}; run once at most. */
    Flow<SslTlsInbound, SslTlsOutbound, NotUsed> http();

    /** Answers a request. */
    CompletionStage<HttpResponse> answer(HttpRequest request);

    /** The response to a request that Akka HTTP refused, with its status and reason. */
    HttpResponse refused(int status, String reason);

    /** Called once, when both directions of the connection have ended. */
    void ended();
  }

  final Inlet<ByteString> fromSocket = Inlet.create("Connection.fromSocket");
  final Outlet<ByteString> toSocket = Outlet.create("Connection.toSocket");
  private final FlowShape<ByteString, ByteString> shape = FlowShape.of(fromSocket, toSocket);

  final ConnectionLimits limits;
  final UnreadAnswers unread;
  final WakeUps wakeUps;
  final RequestTracker exchange;
  final Handler handler;

  /**
   * @param unread shared by all connections
   * @param wakeUps shared by all connections
   */
  ConnectionStage(
      ConnectionLimits limits,
      UnreadAnswers unread,
      WakeUps wakeUps,
      RequestTracker exchange,
      Handler handler) {
    this.limits = limits;
    this.unread = unread;
    this.wakeUps = wakeUps;
    this.exchange = exchange;
    this.handler = handler;
  }

  @Override
  public FlowShape<ByteString, ByteString> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes inherited) {
    return new ConnectionLogic(this);
  }
}
