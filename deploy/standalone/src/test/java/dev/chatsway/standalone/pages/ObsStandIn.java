package dev.chatsway.standalone.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.java_websocket.WebSocket;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.protocols.Protocol;
import org.java_websocket.server.WebSocketServer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * OBS as obs-websocket 5 shows it, on loopback: the handshake with or without a password, and the requests that put a source into
 * a scene.
 */
final class ObsStandIn extends WebSocketServer implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String SALT = "lM1GncleQOaCu9lT1yeUZhFYnqhsLLP1G5lAGo3ixaI=";
  private static final String CHALLENGE = "+IxH4CnCiqpX1rM9scsNynZzbOe4KhDeYcTNS3PDaeY=";
  private static final int AUTHENTICATION_FAILED = 4009;
  private static final int NO_SUCH_RESOURCE = 600;
  private static final int NO_SUCH_KIND = 605;

  private final @Nullable String password;
  private final CompletableFuture<Void> listening = new CompletableFuture<>();
  private final Map<String, Input> inputs = new ConcurrentHashMap<>();
  private final List<String> refusedProofs = new CopyOnWriteArrayList<>();

  volatile String scene = "Game";
  volatile Set<String> kinds = Set.of("browser_source", "image_source");

  /** A source, and the scene that it was made in. */
  record Input(String kind, String scene, JsonNode settings) {}

  /** What a request is answered with: {@code code} 100 is success. */
  private record Answer(int code, Object data) {
    static Answer ok(Object data) {
      return new Answer(100, data);
    }

    static Answer refused(int code) {
      return new Answer(code, Map.of());
    }
  }

  /** Listens on a free port; without a password it asks for none. */
  ObsStandIn(@Nullable String password) {
    super(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        List.of(new Draft_6455(List.of(), List.of(new Protocol("obswebsocket.json")))));
    this.password = password;
    setDaemon(true);
    start();
    listening.join();
  }

  String address() {
    return "ws://127.0.0.1:" + getPort();
  }

  /** The source of this name, which has to be there. */
  Input input(String name) {
    return Objects.requireNonNull(inputs.get(name), name);
  }

  Map<String, Input> inputs() {
    return inputs;
  }

  List<String> refusedProofs() {
    return refusedProofs;
  }

  @Override
  public void onStart() {
    listening.complete(null);
  }

  @Override
  public void onOpen(WebSocket client, ClientHandshake handshake) {
    send(
        client,
        0,
        password == null
            ? Map.of("rpcVersion", 1)
            : Map.of(
                "rpcVersion", 1, "authentication", Map.of("challenge", CHALLENGE, "salt", SALT)));
  }

  @Override
  public void onMessage(WebSocket client, String message) {
    var sent = JSON.readTree(message).path("d");
    if (client.getAttachment() == null) {
      identify(client, sent.path("authentication").asString(""));
      return;
    }
    var answer = answer(sent.path("requestType").asString(), sent.path("requestData"));
    send(
        client,
        7,
        Map.of(
            "requestType", sent.path("requestType"),
            "requestId", sent.path("requestId"),
            "requestStatus", Map.of("result", answer.code == 100, "code", answer.code),
            "responseData", answer.data));
  }

  private void identify(WebSocket client, String proof) {
    if (password != null && !proof.equals(digest(digest(password + SALT) + CHALLENGE))) {
      refusedProofs.add(proof);
      client.close(AUTHENTICATION_FAILED);
      return;
    }
    client.setAttachment("identified");
    send(client, 2, Map.of("negotiatedRpcVersion", 1));
  }

  private Answer answer(String type, JsonNode data) {
    var name = data.path("inputName").asString(data.path("sourceName").asString(""));
    var input = inputs.get(name);
    if (type.equals("GetCurrentProgramScene")) {
      return Answer.ok(Map.of("currentProgramSceneName", scene));
    } else if (type.equals("CreateInput")) {
      var kind = data.path("inputKind").asString();
      if (!kinds.contains(kind)) {
        return Answer.refused(NO_SUCH_KIND);
      }
      inputs.put(
          name, new Input(kind, data.path("sceneName").asString(), data.path("inputSettings")));
      return Answer.ok(Map.of("sceneItemId", 1));
    } else if (input == null) {
      return Answer.refused(NO_SUCH_RESOURCE);
    }
    return switch (type) {
      case "GetInputSettings" ->
        Answer.ok(Map.of("inputKind", input.kind, "inputSettings", input.settings));
      case "SetInputSettings" -> {
        inputs.put(name, new Input(input.kind, input.scene, data.path("inputSettings")));
        yield Answer.ok(Map.of());
      }
      case "GetSceneItemId" ->
        input.scene.equals(data.path("sceneName").asString())
            ? Answer.ok(Map.of("sceneItemId", 1))
            : Answer.refused(NO_SUCH_RESOURCE);
      default -> Answer.refused(204);
    };
  }

  private static void send(WebSocket client, int op, Map<String, Object> data) {
    client.send(JSON.writeValueAsString(Map.of("op", op, "d", data)));
  }

  private static String digest(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void onClose(WebSocket client, int code, String reason, boolean isRemote) {}

  @Override
  public void onError(@Nullable WebSocket client, Exception failure) {
    listening.completeExceptionally(failure);
  }

  @Override
  public void close() {
    try {
      stop();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
