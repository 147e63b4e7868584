package dev.chatsway.twitch.chat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * One WebSocket to an IRC server. Nothing more is read until {@link #more} is called, so that a reader that is behind makes
 * Twitch wait and not this memory grow.
 */
final class IrcConnection implements WebSocket.Listener {

  /** What happens on a connection. */
  sealed interface Event {}

  /** Lines may be sent and received. */
  record Opened() implements Event {}

  /** The lines of one message, and how many of it were too long and are dropped. */
  record Received(List<String> lines, int tooLong) implements Event {}

  /** There will be no more, and why. */
  record Ended(String why) implements Event {}

  /** IRCv3 message tags have up to 8,191 bytes, the rest of a line 512; both are ASCII or UTF-8. */
  static final int LINE_CHARACTERS = 8_191 + 512;

  /** A message of Twitch's has a few lines. */
  private static final int MESSAGE_CHARACTERS = 256 * 1024;

  private final Consumer<Event> events;
  private final StringBuilder message = new StringBuilder(); // by the WebSocket's own thread only
  private boolean isTooLong;
  private final CompletableFuture<WebSocket> opened = new CompletableFuture<>();
  private CompletableFuture<WebSocket> sent = opened;

  private IrcConnection(Consumer<Event> events) {
    this.events = events;
  }

  /**
   * Begins to connect.
   *
   * @param events gets what happens, on threads of the client
   */
  static IrcConnection open(HttpClient client, URI url, Duration timeout, Consumer<Event> events) {
    var connection = new IrcConnection(events);
    var unused = client
        .newWebSocketBuilder()
        .connectTimeout(timeout)
        .buildAsync(url, connection)
        .whenComplete((socket, failure) -> {
          if (failure != null) {
            events.accept(new Ended(String.valueOf(failure)));
          }
        });
    return connection;
  }

  /** One that never opens: what is sent goes nowhere. */
  static IrcConnection closed() {
    return new IrcConnection(event -> {});
  }

  /** Asks for one more message. */
  void more() {
    var unused = opened.thenAccept(socket -> socket.request(1));
  }

  /** Sends a line, after those before it; called by one thread. */
  void send(String line) {
    sent = sent.thenCompose(socket -> socket.sendText(line + "\r\n", true));
  }

  /** Ends it without a word; what it was waiting for never happens. */
  void abort() {
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
    isTooLong |= message.length() + data.length() > MESSAGE_CHARACTERS;
    if (isTooLong) {
      message.setLength(0);
    } else {
      message.append(data);
    }
    if (last) {
      deliver();
    } else {
      socket.request(1);
    }
    return null;
  }

  private void deliver() {
    int tooLong = isTooLong ? 1 : 0;
    var lines = new ArrayList<String>();
    for (var line : message.toString().lines().toList()) {
      if (line.length() > LINE_CHARACTERS) {
        tooLong++;
      } else if (!line.isEmpty()) {
        lines.add(line);
      }
    }
    message.setLength(0);
    isTooLong = false;
    events.accept(new Received(lines, tooLong));
  }

  @Override
  @SuppressWarnings("NullAway") // null: close at once
  public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
    events.accept(new Ended(
        "it closed the connection (" + status + (reason.isEmpty() ? "" : " " + reason) + ")"));
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    events.accept(new Ended(String.valueOf(error)));
  }
}
