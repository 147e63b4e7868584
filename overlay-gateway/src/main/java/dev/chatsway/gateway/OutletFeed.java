package dev.chatsway.gateway;

import akka.util.ByteString;
import dev.chatsway.broadcaster.Outlet;
import dev.chatsway.gateway.http.WebSocketFeed;
import org.jspecify.annotations.Nullable;

/** A WebSocket fed by the Broadcaster through a client's outlet. */
record OutletFeed(Outlet outlet) implements WebSocketFeed {

  @Override
  public void open(Runnable wakeUp) {
    outlet.opened(wakeUp);
  }

  @Override
  public @Nullable ByteString next() {
    return outlet.pollOrPark() instanceof TextFrame frame ? frame.webSocketFrame() : null;
  }

  @Override
  public boolean isAtEnd() {
    return outlet.saidBye();
  }

  @Override
  public @Nullable Throwable failure() {
    return outlet.aborted();
  }

  @Override
  public void close() {
    outlet.closed();
  }
}
