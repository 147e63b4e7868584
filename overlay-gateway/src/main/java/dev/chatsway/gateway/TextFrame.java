package dev.chatsway.gateway;

import akka.util.ByteString;
import dev.chatsway.broadcaster.Frame;
import dev.chatsway.gateway.http.WebSocketFrame;

/** A frame as it goes over a WebSocket: made once, shared by every client it goes to. */
record TextFrame(ByteString bytes, String text) implements Frame {

  static TextFrame of(String text) {
    return new TextFrame(WebSocketFrame.text(text), text);
  }
}
