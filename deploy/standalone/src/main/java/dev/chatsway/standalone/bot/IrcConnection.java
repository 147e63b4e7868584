package dev.chatsway.standalone.bot;

import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * One WebSocket to an IRC server. Nothing more is read until {@link #more} is called, so that a reader that is behind makes
 * Twitch wait and not this memory grow.
 */
final class IrcConnection implements WebSocket.Listener {

  /** Lines have up to 8,191 bytes of tags; a message of Twitch's has a few lines. */
  private static final int MOST_CHARACTERS = 256 * 1024;

  private final Consumer<List<String>> received;
  private final Consumer<String> ended;
  private final StringBuilder message = new StringBuilder(); // by the WebSocket's own thread only
  private final CompletableFuture<WebSocket> opened = new CompletableFuture<>();
  private CompletableFuture<WebSocket> sent = opened;

  /**
   * Listens.
   *
   * @param received gets the lines of a message
   * @param ended gets why there will be no more
   */
  IrcConnection(Consumer<List<String>> received, Consumer<String> ended) {
    this.received = received;
    this.ended = ended;
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
  }

  @Override
  @SuppressWarnings("NullAway") // null: the data may be used again
  public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
    message.append(data);
    if (last) {
      var lines = message.toString().lines().filter(line -> !line.isEmpty()).toList();
      message.setLength(0);
      received.accept(lines);
    } else if (message.length() > MOST_CHARACTERS) {
      socket.abort();
      ended.accept("it sent a message of over " + MOST_CHARACTERS + " characters");
    } else {
      socket.request(1);
    }
    return null;
  }

  @Override
  @SuppressWarnings("NullAway") // null: close at once
  public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
    ended.accept(
        "it closed the connection (" + status + (reason.isEmpty() ? "" : " " + reason) + ")");
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    ended.accept(String.valueOf(error));
  }
}
