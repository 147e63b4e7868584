package dev.chatsway.http;

import akka.NotUsed;
import akka.stream.TLSProtocol.SendBytes;
import akka.stream.TLSProtocol.SessionBytes;
import akka.stream.TLSProtocol.SslTlsInbound;
import akka.stream.TLSProtocol.SslTlsOutbound;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Source;
import akka.stream.stage.AbstractInHandler;
import akka.stream.stage.AbstractOutHandler;
import akka.stream.stage.GraphStageLogic.SubSinkInlet;
import akka.stream.stage.GraphStageLogic.SubSourceOutlet;
import akka.util.ByteString;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;

/** A connection while it is HTTP: Akka's HTTP layer runs beside its stage, and goes when the connection is upgraded. */
final class HttpConnection extends ConnectionLogic.Phase {

  /** Akka HTTP's lowest layer speaks to TLS; without it, each inbound chunk still has to name a session. */
  private static final SSLSession NO_TLS = noTls();

  private static final ByteString STATUS_LINE = ByteString.fromString("HTTP/1.1 ");
  private static final ByteString SWITCHING_PROTOCOLS = ByteString.fromString("HTTP/1.1 101");

  private final ConnectionLogic connection;
  private final RequestTracker exchange;
  private final Runnable onMalformed;
  private final SubSourceOutlet<SslTlsInbound> toHttp;
  private final SubSinkInlet<SslTlsOutbound> fromHttp;
  private final long idlePulses;
  private final LenientVoteLink voteLink = new LenientVoteLink();

  private boolean heard = true;
  private long silentPulses;
  private int answered; // how many requests had come when the last answer was written
  private int awaitedHead; // the number of the request whose head the deadline is for

  HttpConnection(ConnectionLogic connection, RequestTracker exchange, Runnable onMalformed) {
    this.connection = connection;
    this.exchange = exchange;
    this.onMalformed = onMalformed;
    idlePulses = Math.max(1, connection.limits.idleTimeout().dividedBy(connection.pulse));
    toHttp = connection.new SubSourceOutlet<>("Connection.toHttp");
    fromHttp = connection.new SubSinkInlet<>("Connection.fromHttp");
    toHttp.setHandler(new Reading());
    fromHttp.setHandler(new Writing());
  }

  void start(Flow<SslTlsInbound, SslTlsOutbound, NotUsed> http) {
    Source.fromGraph(toHttp.source())
        .via(http)
        .runWith(fromHttp.sink(), connection.subFusingMaterializer());
    awaitHead();
  }

  @Override
  public void onPush() {
    heard = true;
    awaitHead();
    ByteString bytes = connection.received();
    if (!exchange.isUnderWay() && FaultyFraming.isIn(bytes) && connection.canWrite()) {
      onMalformed.run();
      connection.write(FaultyFraming.answer());
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
    silentPulses = heard || exchange.isUnderWay() ? 0 : silentPulses + 1;
    heard = false;
    if (silentPulses >= idlePulses) {
      connection.completeStage();
    }
  }

  @Override
  void onDeadline() {
    if (exchange.requests() < awaitedHead) {
      connection.failStage(new TimeoutException(
          "Request headers not received within " + connection.limits.headTimeout()));
    }
  }

  @Override
  void onEnd() {
    exchange.end();
    FrameSource unused = exchange.feed();
    if (unused != null) {
      unused.close();
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
      connection.read();
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
      if (isOfAkkaAlone(bytes)) {
        onMalformed.run();
      }
      answered = exchange.requests();
      connection.write(bytes);
      connection.watchWriting();
      exchange.wrote();
      FrameSource feed = exchange.feed();
      if (feed != null && bytes.startsWith(SWITCHING_PROTOCOLS, 0)) {
        fromHttp.cancel();
        toHttp.complete();
        connection.becomeWebSocket(feed);
      }
    }

    /** Whether bytes answer a request that no route has seen. */
    private boolean isOfAkkaAlone(ByteString bytes) {
      return exchange.requests() == answered
          && !exchange.isUnderWay()
          && bytes.startsWith(STATUS_LINE, 0);
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
