package dev.chatsway.standalone.e2e;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One connected overlay, which keeps all that it is sent. */
public final class Overlay implements AutoCloseable {

  public static final Duration LIMIT = Duration.ofSeconds(10);

  private final List<Message> messages = new ArrayList<>(); // guarded by this
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final WebSocket socket;

  private Overlay(WebSocket.Builder builder, URI uri) {
    socket = builder.buildAsync(uri, new Listener()).join();
  }

  /** One that speaks the default protocol. */
  public static Overlay connect(HttpClient http, URI uri) {
    return new Overlay(http.newWebSocketBuilder(), uri);
  }

  public static Overlay connectV2(HttpClient http, URI uri) {
    return new Overlay(http.newWebSocketBuilder().subprotocols("chatsway.v2"), uri);
  }

  public String subprotocol() {
    return socket.getSubprotocol();
  }

  public synchronized List<Message> messages() {
    return List.copyOf(messages);
  }

  /** Those from one instant to another. */
  public List<Message> between(long from, long to) {
    return messages().stream()
        .filter(message -> message.at() >= from && message.at() < to)
        .toList();
  }

  /** The first from that instant on which is such a one. */
  public Message await(long from, Predicate<Message> which) throws InterruptedException {
    return await(from, which, LIMIT);
  }

  public synchronized Message await(long from, Predicate<Message> which, Duration limit)
      throws InterruptedException {
    var deadline = System.nanoTime() + limit.toNanos();
    var next = 0;
    while (true) {
      for (; next < messages.size(); next++) {
        var message = messages.get(next);
        if (message.at() >= from && which.test(message)) {
          return message;
        }
      }
      var left = deadline - System.nanoTime();
      if (left <= 0 || closed.isDone()) {
        throw new AssertionError("it did not come, but at last "
            + messages.subList(Math.max(0, messages.size() - 5), messages.size()));
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  /** Waits until the server has closed the connection; returns the status (RFC 6455, section 7.4). */
  public int closeStatus() {
    return closed.orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  public Message last() {
    var all = messages();
    return all.get(all.size() - 1);
  }

  @Override
  public void close() {
    socket.abort();
  }

  private synchronized void received(String text) {
    messages.add(Message.now(text));
    notifyAll();
  }

  private synchronized void ended() {
    notifyAll();
  }

  private final class Listener implements WebSocket.Listener {

    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        received(text.toString());
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
      closed.complete(status);
      ended();
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
      closed.completeExceptionally(failure);
      ended();
    }
  }
}
