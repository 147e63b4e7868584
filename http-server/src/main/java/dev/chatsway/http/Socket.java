package dev.chatsway.http;

import akka.stream.Attributes;
import akka.stream.FlowShape;
import akka.stream.Inlet;
import akka.stream.Outlet;
import akka.stream.StreamTcpException;
import akka.stream.SubscriptionWithCancelException;
import akka.stream.stage.AbstractInOutHandler;
import akka.stream.stage.AsyncCallback;
import akka.stream.stage.GraphStage;
import akka.stream.stage.GraphStageLogic;
import akka.stream.stage.TimerGraphStageLogic;
import akka.util.ByteString;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * An accepted TCP connection as a flow of bytes, run on the connection's own event loop. It takes the next bytes to write
 * when the kernel has taken those before, so that nothing waits in this process but what the kernel refused.
 */
final class Socket extends GraphStage<FlowShape<ByteString, ByteString>> {

  /** How long a peer may take to accept the last bytes and, once nothing more is read from it, to close. */
  private static final Duration LINGER = Duration.ofSeconds(30);

  /** Bytes that a client that reads nothing holds outside of the heap: the kernel's buffer takes no more at once either. */
  private static final int PIECE = 8_192;

  private static final String LINGERS = "lingers";

  private final Inlet<ByteString> toPeer = Inlet.create("Socket.toPeer");
  private final Outlet<ByteString> fromPeer = Outlet.create("Socket.fromPeer");
  private final FlowShape<ByteString, ByteString> shape = FlowShape.of(toPeer, fromPeer);
  private final SocketChannel channel;

  /** @param channel nothing has been read from it yet */
  Socket(SocketChannel channel) {
    this.channel = channel;
  }

  static void close(SocketChannel channel) {
    var unused = channel.close();
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
    private final AsyncCallback<ByteString> onReceived = createAsyncCallback(this::onReceived);
    private final AsyncCallback<ChannelFuture> onWritten = createAsyncCallback(this::onWritten);
    private final AsyncCallback<SocketChannel> onPeerClosed =
        createAsyncCallback(same -> onPeerClosed());
    private final AsyncCallback<Throwable> onEnded = createAsyncCallback(this::onEnded);

    private @Nullable ByteString
        ahead; // read before anyone asked, so that a peer that leaves is noticed
    private boolean peerClosed;

    private ByteString left = ByteString.emptyByteString(); // not written yet
    private boolean writing; // the kernel has not taken all yet
    private boolean closing;
    private boolean halfClose; // closing, while the peer may still send

    private Logic() {
      super(shape);
      setHandlers(toPeer, fromPeer, new Handler());
    }

    @Override
    public void preStart() {
      setKeepGoing(true);
      channel.pipeline().addLast(new Inbound());
      if (channel.isOpen()) {
        channel.read();
        pull(toPeer);
      } else {
        onEnded(new StreamTcpException("The connection ended before it began"));
      }
    }

    @Override
    public void postStop() {
      Socket.close(channel);
    }

    private void onReceived(ByteString data) {
      if (isAvailable(fromPeer)) {
        push(fromPeer, data);
        channel.read();
      } else if (isClosed(fromPeer)) {
        channel.read(); // to notice when the peer closes
      } else {
        ahead = data;
      }
    }

    private void onPeerClosed() {
      peerClosed = true;
      if (ahead == null) {
        complete(fromPeer);
      }
      if (closing && !writing) {
        completeStage();
      }
    }

    private void onEnded(Throwable cause) {
      if (closing && !writing) {
        completeStage();
      } else {
        failStage(cause);
      }
    }

    /** Writes until the kernel takes no more, or everything was taken. */
    private void write(ByteString bytes) {
      left = bytes;
      writing = true;
      ChannelFuture written = writePiece();
      while (written.isSuccess() && !left.isEmpty()) {
        written = writePiece();
      }
      if (written.isDone()) {
        onWritten(written);
      } else {
        var unused = written.addListener((ChannelFuture done) -> onWritten.invoke(done));
      }
    }

    private ChannelFuture writePiece() {
      ByteString piece = left.size() > PIECE ? left.take(PIECE) : left;
      left = left.drop(piece.size());
      return channel.writeAndFlush(
          channel.alloc().directBuffer(piece.size()).writeBytes(piece.asByteBuffer()));
    }

    private void onWritten(ChannelFuture written) {
      if (!written.isSuccess()) {
        failStage(written.cause());
      } else if (!left.isEmpty()) {
        write(left);
      } else {
        writing = false;
        if (closing) {
          close();
        } else if (!isClosed(toPeer) && !hasBeenPulled(toPeer)) {
          pull(toPeer);
        }
      }
    }

    /** Closes after everything that was written. */
    private void onFinished() {
      closing = true;
      halfClose = !isClosed(fromPeer);
      linger();
      if (!writing) {
        close();
      }
    }

    private void close() {
      if (!halfClose || peerClosed) {
        completeStage();
        return;
      }
      var unused = channel.shutdownOutput();
      if (isClosed(fromPeer)) {
        linger();
      } else {
        cancelTimer(LINGERS); // for as long as it is read
      }
    }

    private void linger() {
      scheduleOnce(LINGERS, LINGER);
    }

    @Override
    public void onTimer(Object timer) {
      abort(new TimeoutException("The peer did not take the last bytes within " + LINGER));
    }

    /** Resets the connection instead of closing it. */
    private void abort(Throwable cause) {
      if (channel.isOpen()) {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
      }
      failStage(cause);
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
        abort(cause);
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
          channel.read();
        }
      }

      @Override
      public void onDownstreamFinish(Throwable cause) {
        if (!(cause instanceof SubscriptionWithCancelException.NonFailureCancellation)) {
          abort(cause);
          return;
        }
        if (ahead != null) {
          ahead = null;
          channel.read();
        }
        if (closing) {
          linger();
        }
      }
    }

    /** Hands what the loop reads to the stage, one piece for each {@code read}. */
    private final class Inbound extends ChannelInboundHandlerAdapter {
      @Override
      public void channelRead(ChannelHandlerContext context, Object message) {
        var buffer = (ByteBuf) message;
        onReceived.invoke(ByteString.fromArrayUnsafe(ByteBufUtil.getBytes(buffer)));
        buffer.release();
      }

      @Override
      public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
          onPeerClosed.invoke(channel);
        }
      }

      @Override
      public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        onEnded.invoke(cause);
      }

      @Override
      public void channelInactive(ChannelHandlerContext context) {
        onEnded.invoke(new StreamTcpException("The connection has ended"));
      }
    }
  }
}
