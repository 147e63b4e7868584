package dev.chatsway.gateway;

import akka.util.ByteString;
import dev.chatsway.broadcaster.ClientQueue;
import dev.chatsway.http.FrameSource;
import org.jspecify.annotations.Nullable;

/** The frames of a WebSocket, which the Broadcaster provides through a client's queue. */
record ClientQueueFrames(ClientQueue queue) implements FrameSource {

  @Override
  public void open(Runnable wakeUp) {
    queue.opened(wakeUp);
  }

  @Override
  public @Nullable ByteString next() {
    return queue.pollOrPark() instanceof TextFrame frame ? frame.webSocketFrame() : null;
  }

  @Override
  public boolean isAtEnd() {
    return queue.saidBye();
  }

  @Override
  public @Nullable Throwable failure() {
    return queue.aborted();
  }

  @Override
  public void close() {
    queue.closed();
  }
}
