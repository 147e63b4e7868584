package dev.chatsway.standalone;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real WebSocket of an overlay, in the default protocol unless it is said, that keeps every frame. */
final class OverlaySocket implements WebSocket.Listener, AutoCloseable {

  private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
  private final StringBuilder partial = new StringBuilder();
  private final WebSocket socket;

  OverlaySocket(String overlayUrl) {
    this(overlayUrl, HttpClient.newHttpClient().newWebSocketBuilder());
  }

  /** The same, with what the builder asks for: {@code chatsway.v2}, for example. */
  OverlaySocket(String overlayUrl, WebSocket.Builder builder) {
    var url = overlayUrl.replaceFirst("^http", "ws").replace("/overlay/", "/ws/overlay/");
    socket = builder.buildAsync(URI.create(url), this).join();
  }

  List<JsonNode> frames() {
    return frames;
  }

  /** The values so far, oldest first. */
  List<Double> values() {
    return frames.stream()
        .filter(frame -> frame.has("value"))
        .map(frame -> frame.path("value").asDouble())
        .toList();
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean isLast) {
    partial.append(text);
    if (isLast) {
      frames.add(JsonMapper.shared().readTree(partial.toString()));
      partial.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public void close() {
    socket.abort();
  }
}
