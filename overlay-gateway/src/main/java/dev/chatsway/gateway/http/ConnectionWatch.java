package dev.chatsway.gateway.http;

import akka.stream.Attributes;
import akka.stream.BidiShape;
import akka.stream.Inlet;
import akka.stream.Outlet;
import akka.stream.TLSProtocol.SendBytes;
import akka.stream.TLSProtocol.SessionBytes;
import akka.stream.TLSProtocol.SslTlsInbound;
import akka.stream.TLSProtocol.SslTlsOutbound;
import akka.stream.stage.AbstractInHandler;
import akka.stream.stage.AbstractOutHandler;
import akka.stream.stage.GraphStage;
import akka.stream.stage.GraphStageLogic;
import akka.stream.stage.TimerGraphStageLogic;
import akka.util.ByteString;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Sits between Akka HTTP and the socket, and sees what Akka HTTP's own timeouts cannot: that nothing comes from a WebSocket
 * peer although frames are sent to it (RFC 6455, section 5.5.2: a ping has to be answered), and that the head of a request
 * never ends. Pings are put between two writes of Akka HTTP, each of which is whole frames.
 */
final class ConnectionWatch
    extends GraphStage<BidiShape<SslTlsOutbound, ByteString, ByteString, SslTlsInbound>> {

  /** A ping without payload, unmasked as a server's frames are. */
  private static final ByteString PING = ByteString.fromInts(0x89, 0x00);

  /** Akka HTTP's lowest layer speaks to TLS; without it, each inbound chunk still has to name a session. */
  private static final SSLSession NO_TLS = noTls();

  /** Half an interval of pings is a pulse, so that a ping has been answered when the next pulse looks. */
  private static final int PULSES_A_PING = 2;

  /** A peer that answers pings is silent for one pulse at most. */
  private static final int SILENT_PULSES = 2;

  private enum Timer {
    PULSE,
    HEAD
  }

  private final Inlet<SslTlsOutbound> fromHttp = Inlet.create("ConnectionWatch.fromHttp");
  private final Outlet<ByteString> toSocket = Outlet.create("ConnectionWatch.toSocket");
  private final Inlet<ByteString> fromSocket = Inlet.create("ConnectionWatch.fromSocket");
  private final Outlet<SslTlsInbound> toHttp = Outlet.create("ConnectionWatch.toHttp");
  private final BidiShape<SslTlsOutbound, ByteString, ByteString, SslTlsInbound> shape =
      BidiShape.of(fromHttp, toSocket, fromSocket, toHttp);

  private final ConnectionLimits limits;
  private final Exchange exchange;
  private final Runnable onEnd;

  /** Calls {@code onEnd} once, when both directions of the connection have ended, upgraded or not. */
  ConnectionWatch(ConnectionLimits limits, Exchange exchange, Runnable onEnd) {
    this.limits = limits;
    this.exchange = exchange;
    this.onEnd = onEnd;
  }

  @Override
  public BidiShape<SslTlsOutbound, ByteString, ByteString, SslTlsInbound> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes inherited) {
    return new Logic();
  }

  private static SSLSession noTls() {
    try {
      return SSLContext.getDefault().createSSLEngine().getSession();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has a default SSLContext", e);
    }
  }

  private final class Logic extends TimerGraphStageLogic {

    private final Duration pulse = limits.pingInterval().dividedBy(PULSES_A_PING);
    private final long idlePulses = Math.max(1, limits.idleTimeout().dividedBy(pulse));

    private boolean heard = true;
    private long silentPulses;
    private long pulses;
    private boolean pingIsDue;
    private @Nullable ByteString written; // pushed by Akka HTTP just as a ping went out
    private int awaitedHead; // the number of the request whose head the timer is for

    private Logic() {
      super(shape);
      setHandler(fromSocket, new Inbound());
      setHandler(toHttp, new AbstractOutHandler() {
        @Override
        public void onPull() {
          pull(fromSocket);
        }

        @Override
        public void onDownstreamFinish(Throwable cause) {
          cancel(fromSocket, cause);
        }
      });
      setHandler(fromHttp, new Outbound());
      setHandler(toSocket, new AbstractOutHandler() {
        @Override
        public void onPull() {
          write();
        }

        @Override
        public void onDownstreamFinish(Throwable cause) {
          cancel(fromHttp, cause);
        }
      });
    }

    @Override
    public void preStart() {
      scheduleWithFixedDelay(Timer.PULSE, pulse, pulse);
      awaitHead();
    }

    @Override
    public void postStop() {
      onEnd.run();
    }

    @Override
    public void onTimer(Object timer) {
      if (timer == Timer.HEAD) {
        onHeadTimeout();
      } else if (exchange.isUpgraded()) {
        onWebSocketPulse();
      } else {
        onHttpPulse();
      }
    }

    private void awaitHead() {
      int next = exchange.requests() + 1;
      if (next != awaitedHead && !exchange.isUpgraded() && !exchange.isUnderWay()) {
        awaitedHead = next;
        scheduleOnce(Timer.HEAD, limits.headTimeout());
      }
    }

    private void onHeadTimeout() {
      if (exchange.requests() < awaitedHead) {
        failStage(new TimeoutException("no head of a request within " + limits.headTimeout()));
      }
    }

    private void onHttpPulse() {
      silentPulses = heard || exchange.isUnderWay() ? 0 : silentPulses + 1;
      heard = false;
      if (silentPulses >= idlePulses) {
        completeStage();
      }
    }

    private void onWebSocketPulse() {
      // No ping went out before the first pulse, and the upgrade may have taken longer than one.
      boolean first = pulses == 0;
      silentPulses = heard || first ? 0 : silentPulses + 1;
      if (silentPulses >= SILENT_PULSES) {
        failStage(new TimeoutException("no answer to pings"));
        return;
      }
      heard = false;
      pingIsDue = ++pulses % PULSES_A_PING == 0;
      if (pingIsDue && isAvailable(toSocket)) {
        write();
      }
    }

    private void write() {
      ByteString next = written;
      if (next != null) {
        written = null;
        push(toSocket, next);
        completeIfDone();
      } else if (pingIsDue) {
        pingIsDue = false;
        push(toSocket, PING);
      } else if (!hasBeenPulled(fromHttp) && !isClosed(fromHttp)) {
        pull(fromHttp);
      }
    }

    private void completeIfDone() {
      if (isClosed(fromHttp) && written == null) {
        complete(toSocket);
      }
    }

    private final class Inbound extends AbstractInHandler {
      @Override
      public void onPush() {
        heard = true;
        awaitHead();
        push(toHttp, new SessionBytes(NO_TLS, grab(fromSocket)));
      }

      @Override
      public void onUpstreamFinish() {
        complete(toHttp);
      }

      @Override
      public void onUpstreamFailure(Throwable cause) {
        fail(toHttp, cause);
      }
    }

    private final class Outbound extends AbstractInHandler {
      @Override
      public void onPush() {
        ByteString bytes = ((SendBytes) grab(fromHttp)).bytes(); // what renegotiates is of TLS only
        if (isAvailable(toSocket)) {
          push(toSocket, bytes);
        } else {
          written = bytes;
        }
      }

      @Override
      public void onUpstreamFinish() {
        completeIfDone();
      }

      @Override
      public void onUpstreamFailure(Throwable cause) {
        fail(toSocket, cause);
      }
    }
  }
}
