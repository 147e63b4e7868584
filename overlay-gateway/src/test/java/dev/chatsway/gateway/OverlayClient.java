package dev.chatsway.gateway;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The WebSocket of an overlay: reads at once whatever comes, keeps all of it, and answers pings by itself. */
public final class OverlayClient implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final List<Message> messages = new ArrayList<>(); // guarded by this
  private int taken; // by next, guarded by this
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final WebSocket socket;

  private OverlayClient(WebSocket.Builder builder, URI uri) {
    socket = builder.connectTimeout(PATIENCE).buildAsync(uri, new Listener()).join();
  }

  /** With these protocols, the preferred one first; with none it gets the default protocol. */
  public static OverlayClient open(HttpClient client, URI uri, String... protocols) {
    var builder = client.newWebSocketBuilder();
    if (protocols.length > 0) {
      builder.subprotocols(protocols[0], Arrays.copyOfRange(protocols, 1, protocols.length));
    }
    return new OverlayClient(builder, uri);
  }

  /** The WebSocket that belongs to an overlay's page. */
  public static OverlayClient ofPage(String url, String... protocols) {
    var uri = URI.create(url.replaceFirst("^http", "ws").replace("/overlay/", "/ws/overlay/"));
    return open(HttpClient.newHttpClient(), uri, protocols);
  }

  public WebSocket socket() {
    return socket;
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

  /** The values so far, oldest first. */
  public List<Double> values() {
    return messages().stream().filter(Message::hasValue).map(Message::value).toList();
  }

  public Message last() {
    var all = messages();
    return all.get(all.size() - 1);
  }

  /** The first from that instant on which is such a one. */
  public Message await(long from, Predicate<Message> which) throws InterruptedException {
    return await(from, which, PATIENCE);
  }

  public Message await(long from, Predicate<Message> which, Duration limit)
      throws InterruptedException {
    int place = find(0, message -> message.at() >= from && which.test(message), limit);
    return messages().get(place);
  }

  /** Waits for such a one at this place or later, and returns its place. */
  private synchronized int find(int place, Predicate<Message> which, Duration limit)
      throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    int next = place;
    while (true) {
      for (; next < messages.size(); next++) {
        if (which.test(messages.get(next))) {
          return next;
        }
      }
      long left = deadline - System.nanoTime();
      if (left <= 0 || closed.isDone()) {
        throw new AssertionError("it did not come within " + limit + ", but at last "
            + messages.subList(Math.max(0, messages.size() - 5), messages.size()));
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  /** The next message. */
  JsonNode next() {
    return next(PATIENCE);
  }

  /** The next message, which has to be there within this time. */
  JsonNode next(Duration limit) {
    return next(limit, message -> true);
  }

  /** The first message that is such; those before it are passed over. All of it within this time. */
  synchronized JsonNode next(Duration limit, Predicate<JsonNode> such) {
    try {
      int place = find(taken, message -> such.test(message.json()), limit);
      taken = place + 1;
      return messages.get(place).json();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first message of {@code chatsway.v2} of a type. */
  JsonNode next(String type) {
    return next(PATIENCE, message -> message.path("type").asString("").equals(type));
  }

  /** The first message that has a status. */
  JsonNode status(String status) {
    return next(PATIENCE, message -> message.path("status").asString("").equals(status));
  }

  /** Passes over what has come so far. */
  synchronized void forget() {
    taken = messages.size();
  }

  /** Waits until the server has closed the connection; returns the status (RFC 6455, section 7.4). */
  public int closeCode() {
    return closed.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
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
