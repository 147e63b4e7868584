package dev.chatsway.gateway;

import akka.http.javadsl.model.ws.Message;
import akka.http.javadsl.model.ws.TextMessage;
import dev.chatsway.broadcaster.Frame;

/** A frame as the WebSocket message that it is sent as: made once, shared by every client it goes to. */
record TextFrame(Message message, String text) implements Frame {

  static TextFrame of(String text) {
    return new TextFrame(TextMessage.create(text), text);
  }
}
