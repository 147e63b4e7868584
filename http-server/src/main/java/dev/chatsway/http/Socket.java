package dev.chatsway.http;

import akka.actor.ActorRef;
import akka.actor.Terminated;
import akka.io.Tcp;
import akka.io.TcpMessage;
import akka.stream.Attributes;
import akka.stream.FlowShape;
import akka.stream.Inlet;
import akka.stream.Outlet;
import akka.stream.StreamTcpException;
import akka.stream.SubscriptionWithCancelException;
import akka.stream.stage.AbstractInOutHandler;
import akka.stream.stage.GraphStage;
import akka.stream.stage.GraphStageLogic;
import akka.stream.stage.TimerGraphStageLogic;
import akka.util.ByteString;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;
import scala.runtime.BoxedUnit;

/**
 * An accepted TCP connection as a flow of bytes. It differs from Akka's own stage in one thing: not every write is
 * acknowledged. Akka's connection actor says when it could not take one, so a frame costs two messages instead of three; the
 * refused bytes go out again as soon as the socket takes bytes.
 */
final class Socket extends GraphStage<FlowShape<ByteString, ByteString>> {

  /** Maximum bytes written without an acknowledgement; bounds how stale a slow client's frames can be. */
  static final int UNACKNOWLEDGED = 1_024;

  /** How long a peer may take to accept the last bytes and, once nothing more is read from it, to close. */
  private static final Duration LINGER = Duration.ofSeconds(30);

  private static final String LINGERS = "lingers";

  private enum Ack implements Tcp.Event {
    WRITTEN
  }

  private static final Tcp.NoAck NO_ACK = TcpMessage.noAck();

  private final Inlet<ByteString> toPeer = Inlet.create("Socket.toPeer");
  private final Outlet<ByteString> fromPeer = Outlet.create("Socket.fromPeer");
  private final FlowShape<ByteString, ByteString> shape = FlowShape.of(toPeer, fromPeer);
  private final ActorRef connection;

  /** @param connection Akka's actor for an accepted connection, not yet registered */
  Socket(ActorRef connection) {
    this.connection = connection;
  }

  @Override
  public FlowShape<ByteString, ByteString> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes inherited) {
    return new Logic();
  }

  private final class Logic extends TimerGraphStageLogic {
    private ActorRef self = ActorRef.noSender();
    private @Nullable ByteString
        ahead; // read before anyone asked, so that a peer that leaves is noticed
    private boolean peerClosed;

    private int unacknowledged; // bytes written since the last acknowledgement
    private boolean writing; // an acknowledgement is due
    private @Nullable ByteString refused; // not taken by the socket; nothing is written before it
    private boolean closing;
    private boolean halfClose; // closing, while the peer may still send

    private Logic() {
      super(shape);
      setHandlers(toPeer, fromPeer, new Handler());
    }

    @Override
    public void preStart() {
      setKeepGoing(true);
      self = getStageActor(this::receive).ref();
      stageActor().watch(connection);
      tell(TcpMessage.register(self, true, true));
      tell(TcpMessage.resumeReading());
      pull(toPeer);
    }

    private void tell(Tcp.Command command) {
      connection.tell(command, self);
    }

    private BoxedUnit receive(Tuple2<ActorRef, Object> envelope) {
      Object message = envelope._2();
      if (message instanceof Tcp.Received received) {
        onReceived(received.data());
      } else if (message == Ack.WRITTEN) {
        onWritten();
      } else if (message instanceof Tcp.CommandFailed failed) {
        onFailed(failed);
      } else if (message instanceof Tcp.WritingResumed) {
        onResumed();
      } else if (message instanceof Tcp.PeerClosed$) {
        onPeerClosed();
      } else if (message instanceof Tcp.Closed$ || message instanceof Tcp.ConfirmedClosed$) {
        completeStage();
      } else if (message instanceof Tcp.ConnectionClosed || message instanceof Terminated) {
        failStage(new StreamTcpException("The connection has ended: " + message));
      }
      return BoxedUnit.UNIT;
    }

    private void onReceived(ByteString data) {
      if (isAvailable(fromPeer)) {
        push(fromPeer, data);
        tell(TcpMessage.resumeReading());
      } else if (isClosed(fromPeer)) {
        tell(TcpMessage.resumeReading()); // to notice when the peer closes
      } else {
        ahead = data;
      }
    }

    private void onPeerClosed() {
      peerClosed = true;
      if (ahead == null) {
        complete(fromPeer);
      }
      if (closing) {
        linger(); // an end that Akka reads while the last bytes wait makes it forget that it is to
        // close
      }
    }

    private void write(ByteString bytes) {
      ByteString before = refused;
      if (before != null) {
        refused = before.concat(bytes);
        return;
      }
      unacknowledged += bytes.size();
      if (unacknowledged < UNACKNOWLEDGED && !closing) {
        tell(new Tcp.Write(bytes, NO_ACK));
        pull(toPeer);
      } else {
        writing = true;
        tell(new Tcp.Write(bytes, Ack.WRITTEN));
      }
    }

    private void onWritten() {
      writing = false;
      unacknowledged = 0;
      if (closing) {
        if (refused == null) {
          close(); // otherwise once that is acknowledged too
        }
      } else if (!isClosed(toPeer) && !hasBeenPulled(toPeer)) {
        pull(toPeer);
      }
    }

    /** The socket is full. From here on Akka refuses every write until it is told to resume. */
    private void onFailed(Tcp.CommandFailed failed) {
      if (!(failed.cmd() instanceof Tcp.Write write)) {
        failStage(new StreamTcpException("Refused: " + failed.cmd()));
        return;
      }
      ByteString before = refused;
      if (before == null) {
        tell(TcpMessage.resumeWriting());
      }
      refused = before == null ? write.data() : before.concat(write.data());
    }

    private void onResumed() {
      ByteString bytes = refused;
      refused = null;
      if (bytes != null) {
        writing = true;
        tell(new Tcp.Write(bytes, Ack.WRITTEN));
      }
    }

    /** Closes after everything that was written. */
    private void onFinished() {
      closing = true;
      halfClose = !isClosed(fromPeer);
      if (!writing) {
        write(ByteString.emptyByteString());
      }
      linger();
    }

    private void close() {
      tell(halfClose ? TcpMessage.confirmedClose() : TcpMessage.close());
      if (halfClose && !isClosed(fromPeer)) {
        cancelTimer(LINGERS); // for as long as it is read
      } else {
        linger();
      }
    }

    private void linger() {
      scheduleOnce(LINGERS, LINGER);
    }

    @Override
    public void onTimer(Object timer) {
      tell(TcpMessage.abort());
    }

    private final class Handler extends AbstractInOutHandler {
      @Override
      public void onPush() {
        write(grab(toPeer));
      }

      @Override
      public void onUpstreamFinish() {
        onFinished();
      }

      @Override
      public void onUpstreamFailure(Throwable cause) {
        tell(TcpMessage.abort());
      }

      @Override
      public void onPull() {
        ByteString bytes = ahead;
        if (bytes == null) {
          return;
        }
        ahead = null;
        push(fromPeer, bytes);
        if (peerClosed) {
          complete(fromPeer);
        } else {
          tell(TcpMessage.resumeReading());
        }
      }

      @Override
      public void onDownstreamFinish(Throwable cause) {
        if (!(cause instanceof SubscriptionWithCancelException.NonFailureCancellation)) {
          tell(TcpMessage.abort());
          failStage(cause);
          return;
        }
        if (ahead != null) {
          ahead = null;
          tell(TcpMessage.resumeReading());
        }
        if (closing) {
          linger();
        }
      }
    }
  }
}
