package dev.chatsway.http;

import akka.NotUsed;
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

/**
 * One connection, at its socket: Akka HTTP until an answer switches protocols, and from then on a WebSocket that this stage
 * carries alone. Akka HTTP's own WebSockets keep the stages of the whole HTTP layer and of its message layer for as long as
 * they last, and each frame visits them; a connection that only ever takes whole frames from its {@link FrameSource}
 * needs none of it.
 *
 * <p>At the socket it also sees what Akka HTTP's timeouts cannot: that the head of a request never ends, that nothing was
 * asked for long, and that a WebSocket peer has vanished although frames are sent to it.
 */
final class ConnectionStage extends GraphStage<FlowShape<ByteString, ByteString>> {

  final Inlet<ByteString> fromSocket = Inlet.create("Connection.fromSocket");
  final Outlet<ByteString> toSocket = Outlet.create("Connection.toSocket");
  private final FlowShape<ByteString, ByteString> shape = FlowShape.of(fromSocket, toSocket);

  final ConnectionLimits limits;
  final RequestTracker exchange;
  final Flow<SslTlsInbound, SslTlsOutbound, NotUsed> http;
  final Runnable onMalformed;
  private final Runnable onEnd;

  /**
   * @param http the HTTP layer, joined with what answers requests; run once
   * @param onMalformed called when Akka HTTP refused a request that it could not read
   * @param onEnd called once, when both directions of the connection have ended, upgraded or not
   */
  ConnectionStage(
      ConnectionLimits limits,
      RequestTracker exchange,
      Flow<SslTlsInbound, SslTlsOutbound, NotUsed> http,
      Runnable onMalformed,
      Runnable onEnd) {
    this.limits = limits;
    this.exchange = exchange;
    this.http = http;
    this.onMalformed = onMalformed;
    this.onEnd = onEnd;
  }

  @Override
  public FlowShape<ByteString, ByteString> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes inherited) {
    return new ConnectionLogic(this, onEnd);
  }
}
