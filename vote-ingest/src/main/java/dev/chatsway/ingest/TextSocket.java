package dev.chatsway.ingest;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * One WebSocket to a chat, as its client. Nothing more is read until {@link #more} is called, so that a reader that is behind
 * makes the server wait and not this memory grow. All methods but {@link #open} are for one thread or actor.
 */
public final class TextSocket implements WebSocket.Listener {

  /** What happens on a connection; each but {@link Ended} is followed by nothing until {@link #more}. */
  public sealed interface Event {}

  /** Text may be sent and received. */
  public record Opened() implements Event {}

  /** One whole message. */
  public record Received(String text) implements Event {}

  /** A message of too many characters was dropped. */
  public record TooLong() implements Event {}

  /** A {@link #ping} was answered. */
  public record Ponged() implements Event {}

  /** There will be no more, and why. */
  public record Ended(String why) implements Event {}

  private final int mostCharacters;
  private final Consumer<Event> events;
  private final StringBuilder message = new StringBuilder(); // by the WebSocket's own thread only
  private boolean isTooLong;
  private final CompletableFuture<WebSocket> opened = new CompletableFuture<>();
  private CompletableFuture<WebSocket> sent = opened;

  private TextSocket(int mostCharacters, Consumer<Event> events) {
    this.mostCharacters = mostCharacters;
    this.events = events;
  }

  /**
   * Begins to connect.
   *
   * @param mostCharacters longer messages are dropped
   * @param events gets what happens, on threads of the client
   */
  public static TextSocket open(
      HttpClient client, URI url, Duration timeout, int mostCharacters, Consumer<Event> events) {
    var socket = new TextSocket(mostCharacters, events);
    var unused = client
        .newWebSocketBuilder()
        .connectTimeout(timeout)
        .buildAsync(url, socket)
        .whenComplete((open, failure) -> {
          if (failure != null) {
            events.accept(new Ended(String.valueOf(failure)));
          }
        });
    return socket;
  }

  /** One that never opens: what is sent goes nowhere. */
  public static TextSocket closed() {
    return new TextSocket(0, event -> {});
  }

  /** Asks for one more message. */
  public void more() {
    var unused = opened.thenAccept(socket -> socket.request(1));
  }

  /** Sends a message, after those before it. */
  public void send(String text) {
    sent = sent.thenCompose(socket -> socket.sendText(text, true));
  }

  /** Sends a ping, after the messages before it. */
  public void ping() {
    sent = sent.thenCompose(socket -> socket.sendPing(ByteBuffer.allocate(0)));
  }

  /** Ends it without a word; what it was waiting for never happens. */
  public void abort() {
    var unused = opened.thenAccept(WebSocket::abort);
  }

  @Override
  public void onOpen(WebSocket socket) {
    opened.complete(socket);
    events.accept(new Opened());
  }

  @Override
  @SuppressWarnings("NullAway") // null: the data may be used again
  public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
    isTooLong |= message.length() + data.length() > mostCharacters;
    if (isTooLong) {
      message.setLength(0);
    } else {
      message.append(data);
    }
    if (last) {
      events.accept(isTooLong ? new TooLong() : new Received(message.toString()));
      message.setLength(0);
      isTooLong = false;
    } else {
      socket.request(1);
    }
    return null;
  }

  @Override
  @SuppressWarnings("NullAway") // null: the data may be used again
  public CompletionStage<?> onPong(WebSocket socket, ByteBuffer data) {
    events.accept(new Ponged());
    return null;
  }

  @Override
  @SuppressWarnings("NullAway") // null: close at once
  public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
    events.accept(new Ended("the server closed the connection (" + status
        + (reason.isEmpty() ? "" : " " + reason) + ")"));
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    events.accept(new Ended(String.valueOf(error)));
  }
}
