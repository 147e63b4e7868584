package dev.chatsway.http;

import akka.util.ByteString;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A connection that has become a WebSocket: sends the frames of its source, with pings between them, and reads only
 * control frames from the client. It takes a frame from the source only when the socket accepts it, so that none grows
 * stale on the way.
 */
final class WebSocketConnection extends ConnectionLogic.Phase implements WebSocketReader.Listener {

  /** How long a peer may take to answer a close frame. */
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

  private static final long WINDOW = Duration.ofSeconds(10).toNanos();

  /** A peer that answers pings is silent for one pulse at most. */
  private static final int SILENT_PULSES = 2;

  /** Bytes of pongs that may wait for the socket; beyond them only the newest ping is answered (RFC 6455, section 5.5.3). */
  private static final int MOST_PONGS = 4_096;

  private enum State {
    OPEN,
    /** The server's close frame is being sent or was sent; the peer's has not arrived. */
    CLOSING,
    /** A close frame is going out, and the connection ends with it. */
    ENDING
  }

  private final ConnectionLogic connection;
  private final FrameSource feed;
  private final WebSocketReader reader = new WebSocketReader(this);

  private State state = State.OPEN;
  private @Nullable ByteString control; // pongs or a close, to go out before any other frame
  private boolean pingIsDue;

  private boolean heard = true;
  private long silentPulses;
  private long pulses;

  private long window = System.nanoTime(); // when the ten seconds began that are counted in
  private long bytesInWindow;

  WebSocketConnection(ConnectionLogic connection, FrameSource feed) {
    this.connection = connection;
    this.feed = feed;
  }

  void start() {
    connection.read();
    onWake(); // abort() may have run before the wake-up callback was registered
  }

  void onWake() {
    Throwable failure = feed.failure();
    if (failure != null) {
      connection.failStage(failure);
    } else {
      writeIfPossible();
    }
  }

  @Override
  public void onPush() {
    heard = true;
    ByteString received = connection.received();
    if (state == State.ENDING) {
      return; // nothing more is read: a client that floods waits until the connection is gone
    }
    if (isTooMuch(received.size())) {
      end(WebSocketFrame.POLICY_VIOLATION);
      return;
    }
    reader.read(received.asByteBuffer());
    connection.read();
  }

  /** Only pings and pongs from a client are of use, so the amount that it may send is limited. */
  private boolean isTooMuch(int bytes) {
    long now = System.nanoTime();
    if (now - window > WINDOW) {
      window = now;
      bytesInWindow = 0;
    }
    bytesInWindow += bytes;
    return bytesInWindow > connection.limits.socketInput();
  }

  @Override
  public void onPull() {
    ByteString next = next();
    if (next != null) {
      connection.write(next);
      if (state == State.ENDING && control == null) {
        connection.completeStage();
      }
    }
  }

  private @Nullable ByteString next() {
    ByteString answer = control;
    if (answer != null) {
      control = null;
      return answer;
    }
    if (state != State.OPEN) {
      return null;
    }
    if (pingIsDue) {
      pingIsDue = false;
      return WebSocketFrame.ping();
    }
    ByteString frame = feed.next();
    if (frame != null && feed.isAtEnd()) {
      state = State.CLOSING;
      control = WebSocketFrame.close(WebSocketFrame.NORMAL_CLOSURE);
      connection.schedule(CLOSE_TIMEOUT);
    }
    return frame;
  }

  @Override
  public void onPing(byte[] payload) {
    if (state == State.OPEN) {
      ByteString pong = WebSocketFrame.pong(payload);
      ByteString waiting = control;
      control = waiting == null || waiting.size() > MOST_PONGS ? pong : waiting.concat(pong);
      writeIfPossible();
    }
  }

  @Override
  public void onClose(int code) {
    if (state == State.OPEN) {
      end(code);
    } else {
      connection.completeStage();
    }
  }

  @Override
  public void onViolation(int code, String what) {
    if (state == State.OPEN) {
      end(code);
    } else {
      connection.completeStage(); // one close frame only: RFC 6455, section 5.5.1
    }
  }

  private void end(int code) {
    state = State.ENDING;
    control = WebSocketFrame.close(code);
    connection.schedule(CLOSE_TIMEOUT);
    writeIfPossible();
  }

  private void writeIfPossible() {
    if (connection.canWrite()) {
      onPull();
    }
  }

  @Override
  void onPulse() {
    // No ping went out before the first pulse, and the upgrade may have taken longer than one.
    boolean first = pulses == 0;
    silentPulses = heard || first ? 0 : silentPulses + 1;
    if (silentPulses >= SILENT_PULSES) {
      connection.failStage(new TimeoutException("no answer to pings"));
      return;
    }
    heard = false;
    pingIsDue = ++pulses % ConnectionLogic.PULSES_A_PING == 0;
    if (pingIsDue) {
      writeIfPossible();
    }
  }

  /** The close handshake took too long. */
  @Override
  void onDeadline() {
    connection.completeStage();
  }
}
