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
 * A client's WebSocket to a chat. Nothing more is read until {@link #more} is called, so a slow reader makes the server
 * wait instead of filling memory. All methods except {@link #open} are for one thread or actor.
 */
public final class TextSocket implements WebSocket.Listener {

  /** Events of a connection; after each except {@link Ended}, none follows until {@link #more}. */
  public sealed interface Event {}

  /** Text may be sent and received. */
  public record Opened() implements Event {}

  /** A whole message. */
  public record Received(String text) implements Event {}

  /** A message with too many characters was dropped. */
  public record TooLong() implements Event {}

  /** A {@link #ping} was answered. */
  public record Ponged() implements Event {}

  /** The connection has ended, with the reason. */
  public record Ended(String why) implements Event {}

  /** Beyond this many characters, the lines of a message that has not ended yet are delivered. */
  private static final int PIECE_CHARACTERS = 64 * 1024;

  private final int mostCharacters;
  private final boolean isOfLines;
  private final Consumer<Event> events;
  private final StringBuilder message = new StringBuilder(); // by the WebSocket's own thread only
  private boolean isTooLong;
  private int lineStart; // of the last line in the message
  private int lineLength;
  private final CompletableFuture<WebSocket> opened = new CompletableFuture<>();
  private CompletableFuture<WebSocket> sent = opened;

  private TextSocket(int mostCharacters, boolean isOfLines, Consumer<Event> events) {
    this.mostCharacters = mostCharacters;
    this.isOfLines = isOfLines;
    this.events = events;
  }

  /**
   * Starts connecting.
   *
   * @param mostCharacters longer messages are dropped
   * @param events receives events, on threads of the client
   */
  public static TextSocket open(
      HttpClient client, URI url, Duration timeout, int mostCharacters, Consumer<Event> events) {
    return open(client, url, timeout, new TextSocket(mostCharacters, false, events));
  }

  /**
   * Starts connecting to a chat of lines. Messages are not dropped: a long one is received in pieces of whole lines.
   *
   * @param mostCharacters longer lines are cut at this length
   */
  public static TextSocket openLines(
      HttpClient client, URI url, Duration timeout, int mostCharacters, Consumer<Event> events) {
    return open(client, url, timeout, new TextSocket(mostCharacters, true, events));
  }

  private static TextSocket open(HttpClient client, URI url, Duration timeout, TextSocket socket) {
    var unused = client
        .newWebSocketBuilder()
        .connectTimeout(timeout)
        .buildAsync(url, socket)
        .whenComplete((open, failure) -> {
          if (failure != null) {
            socket.events.accept(new Ended(String.valueOf(failure)));
          }
        });
    return socket;
  }

  /** A socket that never opens; messages are discarded. */
  public static TextSocket closed() {
    return new TextSocket(0, false, event -> {});
  }

  /** Requests one more message. */
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

  /** Aborts the connection; no further events follow. */
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
    if (isOfLines) {
      onLines(socket, data, last);
      return null;
    }
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

  private void onLines(WebSocket socket, CharSequence data, boolean last) {
    for (int i = 0; i < data.length(); i++) {
      char next = data.charAt(i);
      boolean isEnd = next == '\n' || next == '\r';
      if (isEnd || lineLength < mostCharacters) {
        message.append(next);
      }
      lineLength = isEnd ? 0 : lineLength + 1;
      lineStart = isEnd ? message.length() : lineStart;
    }
    int whole = last ? message.length() : lineStart;
    if (last || whole > PIECE_CHARACTERS) {
      events.accept(new Received(message.substring(0, whole)));
      message.delete(0, whole);
      lineStart = 0;
      lineLength = last ? 0 : lineLength;
    } else {
      socket.request(1);
    }
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
