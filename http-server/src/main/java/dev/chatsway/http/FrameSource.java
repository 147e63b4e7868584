package dev.chatsway.http;

import akka.http.javadsl.model.AttributeKey;
import akka.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * What a WebSocket is sent. An answer that switches protocols carries one ({@link #KEY}); its connection then takes
 * frames from it. All of it is called on the connection's thread; only {@link #close} on any, where the connection ended first.
 */
public interface FrameSource {

  /** The attribute of a 101 that says what the WebSocket is fed by. */
  AttributeKey<FrameSource> KEY = AttributeKey.create("websocket-feed", FrameSource.class);

  /** The connection is open. {@code wakeUp} may be run on any thread, when there is something after there was nothing. */
  void open(Runnable wakeUp);

  /** The next frame as it goes over the wire ({@link WebSocketFrame}), or null: then the connection will be woken. */
  @Nullable
  ByteString next();

  /** Whether the frame taken last was the last there is: the connection is then closed, as RFC 6455, section 7 has it. */
  boolean isAtEnd();

  /** Why the connection is to be cut at once, or null if it is not. */
  @Nullable
  Throwable failure();

  /** The connection has ended for whatever reason, or never began. Called once. */
  void close();
}
