package dev.chatsway.gateway;

import akka.util.ByteString;
import dev.chatsway.broadcaster.Frame;
import dev.chatsway.http.WebSocketFrame;
import org.jspecify.annotations.Nullable;

/** An encoded message, made once for all clients that it goes to. */
final class TextFrame implements Frame {
  private final String text;
  private final ByteString webSocketFrame;

  /** Needed by few clients. Connections may race to make it: the results are equal and immutable. */
  private @Nullable ByteString event;

  TextFrame(String text) {
    this.text = text;
    this.webSocketFrame = WebSocketFrame.text(text);
  }

  @Override
  public String text() {
    return text;
  }

  ByteString webSocketFrame() {
    return webSocketFrame;
  }

  /** As a server-sent event: a message is one line of JSON, so it is one line of data. */
  ByteString event() {
    ByteString made = event;
    if (made == null) {
      made = ByteString.fromString("data: " + text + "\n\n");
      event = made;
    }
    return made;
  }
}
