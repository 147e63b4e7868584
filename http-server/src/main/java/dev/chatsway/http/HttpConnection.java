package dev.chatsway.http;

import akka.stream.TLSProtocol.SendBytes;
import akka.stream.TLSProtocol.SessionBytes;
import akka.stream.TLSProtocol.SslTlsInbound;
import akka.stream.TLSProtocol.SslTlsOutbound;
import akka.stream.javadsl.Source;
import akka.stream.stage.AbstractInHandler;
import akka.stream.stage.AbstractOutHandler;
import akka.stream.stage.GraphStageLogic.SubSinkInlet;
import akka.stream.stage.GraphStageLogic.SubSourceOutlet;
import akka.util.ByteString;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;

/** A connection that is HTTP: Akka's HTTP layer runs inside its stage, and ends when the connection is upgraded. */
final class HttpConnection extends ConnectionLogic.Phase {

  /** Akka HTTP's lowest layer speaks to TLS; without it, each inbound chunk still has to name a session. */
  private static final SSLSession NO_TLS = noTls();

  private static final ByteString SWITCHING_PROTOCOLS = ByteString.fromString("HTTP/1.1 101");
  private static final ByteString CONTINUE = ByteString.fromString("HTTP/1.1 100");
  private static final ByteString RESPONSE = ByteString.fromString("HTTP/1.1 ");

  private static final int BAD_REQUEST = 400;

  private final ConnectionLogic connection;
  private final ConnectionStage.Handler handler;
  private final RequestTracker exchange;
  private final SubSourceOutlet<SslTlsInbound> toHttp;
  private final SubSinkInlet<SslTlsOutbound> fromHttp;
  private final LenientVoteLink voteLink = new LenientVoteLink();

  private ByteString first = ByteString.emptyByteString(); // read before this phase began
  private long heardAt = System.nanoTime();
  private int awaitedHead; // the number of the request whose head the deadline is for

  HttpConnection(
      ConnectionLogic connection, ConnectionStage.Handler handler, RequestTracker exchange) {
    this.connection = connection;
    this.handler = handler;
    this.exchange = exchange;
    toHttp = connection.new SubSourceOutlet<>("Connection.toHttp");
    fromHttp = connection.new SubSinkInlet<>("Connection.fromHttp");
    toHttp.setHandler(new Reading());
    fromHttp.setHandler(new Writing());
  }

  void start(ByteString bytes) {
    first = bytes;
    Source.fromGraph(toHttp.source())
        .via(handler.http())
        .runWith(fromHttp.sink(), connection.subFusingMaterializer());
    awaitHead();
    if (connection.canWrite()) {
      onPull();
    }
  }

  @Override
  public void onPush() {
    heardAt = System.nanoTime();
    awaitHead();
    read(connection.received());
  }

  private void read(ByteString bytes) {
    if (!exchange.isUnderWay() && FaultyFraming.isIn(bytes) && connection.canWrite()) {
      connection.write(ResponseBytes.of(handler.refused(BAD_REQUEST, FaultyFraming.REASON)));
      connection.completeStage();
      return;
    }
    ByteString readable = exchange.isUnderWay() ? bytes : voteLink.read(bytes);
    if (readable.isEmpty()) {
      connection.read();
    } else {
      toHttp.push(new SessionBytes(NO_TLS, readable));
    }
  }

  @Override
  public void onUpstreamFinish() {
    toHttp.complete();
  }

  @Override
  public void onUpstreamFailure(Throwable cause) {
    toHttp.fail(cause);
  }

  @Override
  public void onPull() {
    connection.taken();
    if (!fromHttp.hasBeenPulled() && !fromHttp.isClosed()) {
      fromHttp.pull();
    }
  }

  @Override
  public void onDownstreamFinish(Throwable cause) {
    fromHttp.cancel(cause);
  }

  @Override
  void onPulse() {
    if (exchange.isUnderWay()) {
      heardAt = System.nanoTime();
      return;
    }
    Duration left = idleLeft();
    if (left.compareTo(connection.pulse) < 0) {
      connection.scheduleIdle(left);
    }
  }

  @Override
  void onIdle() {
    if (!exchange.isUnderWay() && idleLeft().isZero()) {
      connection.completeStage();
    }
  }

  private Duration idleLeft() {
    Duration left = connection.limits.idleTimeout().minusNanos(System.nanoTime() - heardAt);
    return left.isNegative() ? Duration.ZERO : left;
  }

  @Override
  void onDeadline() {
    if (exchange.requests() < awaitedHead) {
      connection.failStage(new TimeoutException(
          "Request headers not received within " + connection.limits.headTimeout()));
    }
  }

  private void awaitHead() {
    int next = exchange.requests() + 1;
    if (next != awaitedHead && !exchange.isUnderWay()) {
      awaitedHead = next;
      connection.schedule(connection.limits.headTimeout());
    }
  }

  private final class Reading extends AbstractOutHandler {
    @Override
    public void onPull() {
      if (first.isEmpty()) {
        connection.read();
        return;
      }
      ByteString bytes = first;
      first = ByteString.emptyByteString();
      read(bytes);
      if (connection.isInputEnded()) {
        toHttp.complete();
      }
    }

    @Override
    public void onDownstreamFinish(Throwable cause) {
      connection.endReading(cause);
    }
  }

  private final class Writing extends AbstractInHandler {
    @Override
    public void onPush() {
      ByteString bytes = ((SendBytes) fromHttp.grab()).bytes(); // what renegotiates is of TLS only
      if (bytes.startsWith(RESPONSE, 0) && !bytes.startsWith(CONTINUE, 0) && !exchange.begin()) {
        refuse(bytes);
        return;
      }
      connection.write(bytes);
      connection.watchWriting(bytes.size());
      exchange.wrote();
      FrameSource feed = exchange.feed();
      if (feed != null && bytes.startsWith(SWITCHING_PROTOCOLS, 0)) {
        fromHttp.cancel();
        toHttp.complete();
        connection.becomeWebSocket(feed);
      }
    }

    /** Replaces what Akka HTTP says of a request that it refused by itself, and ends the connection. */
    private void refuse(ByteString bytes) {
      String text = bytes.decodeString(StandardCharsets.ISO_8859_1);
      int status = Integer.parseInt(text.substring(RESPONSE.size(), RESPONSE.size() + 3));
      int body = text.indexOf("\r\n\r\n");
      String reason = body < 0 ? "" : text.substring(body).strip();
      connection.write(ResponseBytes.of(handler.refused(status, reason)));
      fromHttp.cancel();
      connection.endWriting();
      exchange.end();
    }

    @Override
    public void onUpstreamFinish() {
      connection.endWriting();
      exchange.end();
    }

    @Override
    public void onUpstreamFailure(Throwable cause) {
      connection.failWriting(cause);
      exchange.end();
    }
  }

  private static SSLSession noTls() {
    try {
      return SSLContext.getDefault().createSSLEngine().getSession();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has a default SSLContext", e);
    }
  }
}
