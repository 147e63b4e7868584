package dev.chatsway.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A connection in the Chrome DevTools Protocol: numbered questions and their answers; events are passed over. */
final class DevTools implements WebSocket.Listener {

  private final Map<Integer, CompletableFuture<JsonNode>> questions = new ConcurrentHashMap<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private final StringBuilder message = new StringBuilder();
  private @Nullable CompletableFuture<WebSocket> socket; // set by open, before anybody asks

  private DevTools() {}

  static DevTools open(URI address) {
    var devTools = new DevTools();
    devTools.socket =
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(address, devTools);
    return devTools;
  }

  /** The result of a method; fails where the browser refuses it. Not for two threads at once. */
  CompletableFuture<JsonNode> send(String method, ObjectNode parameters) {
    int number = numbers.incrementAndGet();
    ObjectNode question =
        JsonMapper.shared().createObjectNode().put("id", number).put("method", method);
    question.set("params", parameters);
    var answer = new CompletableFuture<JsonNode>();
    questions.put(number, answer);
    return Objects.requireNonNull(socket)
        .thenCompose(open -> open.sendText(question.toString(), true))
        .thenCompose(sent -> answer);
  }

  @Override
  public @Nullable CompletionStage<?> onText(
      WebSocket webSocket, CharSequence part, boolean isLast) {
    message.append(part);
    if (isLast) {
      JsonNode answer = JsonMapper.shared().readTree(message.toString());
      message.setLength(0);
      CompletableFuture<JsonNode> question = questions.remove(answer.path("id").asInt(0));
      if (question != null && answer.has("error")) {
        question.completeExceptionally(
            new IllegalStateException(answer.get("error").toString()));
      } else if (question != null) {
        question.complete(answer.path("result"));
      }
    }
    webSocket.request(1);
    return null;
  }
}
