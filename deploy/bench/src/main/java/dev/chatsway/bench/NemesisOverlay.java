package dev.chatsway.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An overlay that keeps what it was sent and when, and comes back 200 ms after its connection has ended. */
final class NemesisOverlay implements AutoCloseable {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final int AGAIN_MILLIS = 200;

  /**
   * @param at when it had come
   * @param json empty where a connection began or ended
   */
  record Seen(long at, JsonNode json) {

    boolean hasValue() {
      return json.has("value");
    }

    boolean isDegraded() {
      return json.path("status").asString("").equals("degraded");
    }

    boolean isBreak() {
      return json.isEmpty();
    }

    double value() {
      return json.path("value").asDouble();
    }

    long revision() {
      return json.path("revision").asLong();
    }

    long votes() {
      return json.path("forVotes").asLong() + json.path("againstVotes").asLong();
    }
  }

  private final List<Seen> seen = new ArrayList<>(); // guarded by this
  private final URI uri;
  private final boolean v2;
  private volatile boolean open = true;
  private volatile @Nullable WebSocket socket;

  /** Connects as soon as it can. */
  NemesisOverlay(URI server, String path, boolean v2) {
    this.uri = URI.create(server.toString().replace("http", "ws") + path);
    this.v2 = v2;
    connect();
  }

  private void connect() {
    if (!open) {
      return;
    }
    var builder = HTTP.newWebSocketBuilder();
    if (v2) {
      builder.subprotocols("chatsway.v2");
    }
    var listener = new Listener();
    var unused = builder.buildAsync(uri, listener).whenComplete((connected, failure) -> {
      socket = connected;
      if (failure != null) {
        listener.end();
      }
    });
  }

  /** What has come so far. */
  synchronized List<Seen> seen() {
    return List.copyOf(seen);
  }

  /** Whether it has a value of this connection. */
  synchronized boolean isLive() {
    for (int i = seen.size() - 1; i >= 0 && !seen.get(i).isBreak(); i--) {
      if (seen.get(i).isDegraded()) {
        return false;
      }
      if (seen.get(i).hasValue()) {
        return true;
      }
    }
    return false;
  }

  /** Where it connects to, and what came last. */
  @Override
  public synchronized String toString() {
    return uri
        + (seen.isEmpty() ? ": nothing" : ": " + seen.get(seen.size() - 1).json());
  }

  private synchronized void keep(JsonNode json) {
    seen.add(new Seen(System.nanoTime(), json));
  }

  @Override
  public void close() {
    open = false;
    if (socket != null) {
      socket.abort();
    }
  }

  private final class Listener implements WebSocket.Listener {

    private final StringBuilder text = new StringBuilder();
    private boolean ended; // guarded by this

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        keep(JsonMapper.shared().readTree(text.toString()));
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
      end();
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
      end();
    }

    private synchronized void end() {
      if (!ended) {
        ended = true;
        keep(JsonMapper.shared().createObjectNode());
        CompletableFuture.delayedExecutor(AGAIN_MILLIS, TimeUnit.MILLISECONDS)
            .execute(NemesisOverlay.this::connect);
      }
    }
  }
}
