package dev.chatsway.http;

import akka.http.javadsl.model.AttributeKey;
import akka.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The source of a WebSocket's frames. A response that switches protocols carries one ({@link #KEY}), and its connection
 * then takes frames from it. All methods are called on the connection's thread, except {@link #close}, which may be
 * called on any thread if the connection ended first.
 */
public interface FrameSource {

  /** The attribute of a 101 that holds the WebSocket's frame source. */
  AttributeKey<FrameSource> KEY = AttributeKey.create("websocket-feed", FrameSource.class);

  /**
   * The connection is open. {@code wakeUp} may be run on any thread, when a frame is available after there was none.
   */
  void open(Runnable wakeUp);

  /** The next frame, encoded ({@link WebSocketFrame}), or null if there is none; then the connection is woken later. */
  @Nullable
  ByteString next();

  /** Whether the frame taken last was the final one; the connection is then closed as in RFC 6455, section 7. */
  boolean isAtEnd();

  /** Why the connection must be closed at once, or null. */
  @Nullable
  Throwable failure();

  /** The connection has ended for any reason, or never began. Called once. */
  void close();
}
