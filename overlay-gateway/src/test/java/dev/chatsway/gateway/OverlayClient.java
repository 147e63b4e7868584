package dev.chatsway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A WebSocket that reads at once whatever comes, and keeps it until it is asked. Answers pings by itself. */
final class OverlayClient implements WebSocket.Listener, AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder part = new StringBuilder();
  private @Nullable WebSocket socket;

  private OverlayClient() {}

  static OverlayClient open(HttpClient client, URI uri, String... protocols) {
    var overlay = new OverlayClient();
    var builder = client.newWebSocketBuilder().connectTimeout(PATIENCE);
    if (protocols.length > 0) {
      builder.subprotocols(protocols[0], Arrays.copyOfRange(protocols, 1, protocols.length));
    }
    overlay.socket = builder.buildAsync(uri, overlay).join();
    return overlay;
  }

  WebSocket socket() {
    assertThat(socket).isNotNull();
    return socket;
  }

  /** The next message. */
  JsonNode next() {
    return next(PATIENCE);
  }

  /** The next message, which has to be there within this time. */
  JsonNode next(Duration limit) {
    try {
      JsonNode message = received.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
      assertThat(message).as("a message within %s", limit).isNotNull();
      return message;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first message that is such; those before it are passed over. All of it within this time. */
  JsonNode next(Duration limit, Predicate<JsonNode> such) {
    long end = System.nanoTime() + limit.toNanos();
    JsonNode message;
    do {
      message = next(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    } while (!such.test(message));
    return message;
  }

  /** The first message of {@code chatsway.v2} of a type. */
  JsonNode next(String type) {
    return next(PATIENCE, message -> message.path("type").asString("").equals(type));
  }

  /** The first message that has a status. */
  JsonNode status(String status) {
    return next(PATIENCE, message -> message.path("status").asString("").equals(status));
  }

  /** Forgets what has come so far. */
  void forget() {
    received.clear();
  }

  /** The code with which the server closed. */
  int closeCode() {
    return closed.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    part.append(data);
    if (last) {
      received.add(JsonMapper.shared().readTree(part.toString()));
      part.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete(code);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable failure) {
    closed.completeExceptionally(failure);
  }

  @Override
  public void close() {
    socket().abort();
  }
}
