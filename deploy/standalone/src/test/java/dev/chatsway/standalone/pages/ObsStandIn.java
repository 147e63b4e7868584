package dev.chatsway.standalone.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * OBS as obs-websocket 5 shows it, on loopback: the handshake with or without a password, and the requests that put a source into
 * a scene. A server of its own, since it closes with codes of OBS's own.
 */
final class ObsStandIn implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String SALT = "lM1GncleQOaCu9lT1yeUZhFYnqhsLLP1G5lAGo3ixaI=";
  private static final String CHALLENGE = "+IxH4CnCiqpX1rM9scsNynZzbOe4KhDeYcTNS3PDaeY=";
  private static final int AUTHENTICATION_FAILED = 4009;
  private static final int NO_SUCH_RESOURCE = 600;
  private static final int NO_SUCH_KIND = 605;

  private final ServerSocket listening;
  private final @Nullable String password;
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
  ObsStandIn(@Nullable String password) throws IOException {
    this.password = password;
    this.listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    start(() -> {
      while (true) {
        Socket client = listening.accept();
        start(() -> talk(client));
      }
    });
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void start(Work work) {
    var thread = new Thread(
        () -> {
          try {
            work.run();
          } catch (IOException e) {
            // closed, by either side
          }
        },
        "obs");
    thread.setDaemon(true);
    thread.start();
  }

  String address() {
    return "ws://127.0.0.1:" + listening.getLocalPort();
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

  private void talk(Socket client) throws IOException {
    try (client) {
      upgrade(client);
      var in = new DataInputStream(client.getInputStream());
      var out = client.getOutputStream();
      send(
          out,
          0,
          password == null
              ? Map.of("rpcVersion", 1)
              : Map.of(
                  "rpcVersion", 1, "authentication", Map.of("challenge", CHALLENGE, "salt", SALT)));
      var sent = receive(in).path("d").path("authentication").asString("");
      if (password != null && !sent.equals(digest(digest(password + SALT) + CHALLENGE))) {
        refusedProofs.add(sent);
        frame(
            out,
            0x88,
            ByteBuffer.allocate(2).putShort((short) AUTHENTICATION_FAILED).array());
        return;
      }
      send(out, 2, Map.of("negotiatedRpcVersion", 1));
      while (true) {
        var request = receive(in).path("d");
        var answer = answer(request.path("requestType").asString(), request.path("requestData"));
        send(
            out,
            7,
            Map.of(
                "requestType", request.path("requestType"),
                "requestId", request.path("requestId"),
                "requestStatus", Map.of("result", answer.code == 100, "code", answer.code),
                "responseData", answer.data));
      }
    }
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

  private static void upgrade(Socket client) throws IOException {
    var head = new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8), 1);
    var key = "";
    for (var line = head.readLine(); line != null && !line.isEmpty(); line = head.readLine()) {
      if (line.startsWith("Sec-WebSocket-Key: ")) {
        key = line.substring(19);
      }
    }
    client
        .getOutputStream()
        .write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Protocol: obswebsocket.json\r\nSec-WebSocket-Accept: "
                + hash("SHA-1", key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11") + "\r\n\r\n")
            .getBytes(UTF_8));
  }

  /** The next text of a client, which masks it (RFC 6455, section 5.2). */
  private static JsonNode receive(DataInputStream in) throws IOException {
    if (in.readUnsignedByte() != 0x81) {
      throw new IOException("closed"); // there are no fragments so small
    }
    int length = in.readUnsignedByte() & 0x7f;
    var mask = new byte[4];
    var text = new byte[length == 126 ? in.readUnsignedShort() : length];
    in.readFully(mask);
    in.readFully(text);
    for (int i = 0; i < text.length; i++) {
      text[i] ^= mask[i % 4];
    }
    return JSON.readTree(text);
  }

  private static void send(OutputStream out, int op, Map<String, Object> data) throws IOException {
    frame(out, 0x81, JSON.writeValueAsBytes(Map.of("op", op, "d", data)));
  }

  private static void frame(OutputStream out, int first, byte[] payload) throws IOException {
    var frame = ByteBuffer.allocate(4 + payload.length).put((byte) first);
    if (payload.length < 126) {
      frame.put((byte) payload.length);
    } else {
      frame.put((byte) 126).putShort((short) payload.length);
    }
    out.write(frame.put(payload).array(), 0, frame.position());
  }

  private static String digest(String text) {
    return hash("SHA-256", text);
  }

  private static String hash(String algorithm, String text) {
    try {
      var digest = MessageDigest.getInstance(algorithm).digest(text.getBytes(UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
