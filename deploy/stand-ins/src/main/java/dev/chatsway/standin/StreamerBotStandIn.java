package dev.chatsway.standin;

import static java.nio.charset.StandardCharsets.UTF_8;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.ws.Message;
import akka.http.javadsl.model.ws.TextMessage;
import akka.http.javadsl.server.Directives;
import akka.japi.Pair;
import akka.stream.BoundedSourceQueue;
import akka.stream.SystemMaterializer;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import com.typesafe.config.ConfigFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Streamer.bot's WebSocket server on loopback (https://docs.streamer.bot/api/websocket): its hello, the proof of a
 * password, subscriptions, and lines of chat as its events. ClientsIT holds it to {@code @streamerbot/client}.
 */
public final class StreamerBotStandIn implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String SALT = "lM1GncleQOaCu9lT1yeUZhFYnqhsLLP1G5lAGo3ixaI=";
  private static final Map<String, Object> INFO = Map.of(
      "instanceId", "0c7f3a52-0000-4000-8000-000000000000",
      "name", "Streamer.bot",
      "version", "1.0.1",
      "os", "windows",
      "osVersion", "10.0.19045.0",
      "mode", "normal",
      "source", "websocketServer");
  private static final Map<String, List<String>> EVENTS = Map.of(
      "Twitch", List.of("Follow", "Cheer", "ChatMessage"),
      "YouTube", List.of("Message", "MessageDeleted"),
      "Kick", List.of("Follow", "ChatMessage"));

  private final ActorSystem<Void> system =
      ActorSystem.create(Behaviors.empty(), "streamer-bot", ConfigFactory.load());
  private final ServerBinding binding;
  private final String password;
  private final Set<Client> clients = ConcurrentHashMap.newKeySet();
  private final List<JsonNode> requests = new CopyOnWriteArrayList<>();

  /** Listens on a free port; with an empty password it asks for none. */
  public StreamerBotStandIn(String password) {
    this.password = password;
    this.binding = Http.get(system)
        .newServerAt("127.0.0.1", 0)
        .bind(Directives.extractUri(
            uri -> Directives.handleWebSocketMessages(talk()))) // a flow of its own for each client
        .toCompletableFuture()
        .join();
  }

  /** Where it listens. */
  public String url() {
    return "ws://127.0.0.1:" + binding.localAddress().getPort() + "/";
  }

  /** All requests of all clients, in the order in which they came. */
  public List<JsonNode> requests() {
    return requests;
  }

  /** How many clients get the chat of this platform. */
  public long readers(String platform) {
    return clients.stream().filter(client -> client.reads(platform)).count();
  }

  /**
   * A line of chat, to those who have subscribed to it.
   *
   * @param platform Twitch, YouTube or Kick
   */
  public void chat(String platform, String user, String id, String text) {
    var event = JSON.createObjectNode().put("timeStamp", Instant.now().toString());
    event
        .putObject("event")
        .put("source", platform)
        .put("type", platform.equals("YouTube") ? "Message" : "ChatMessage");
    event.set("data", data(platform, user, id, text));
    clients.stream().filter(client -> client.reads(platform)).forEach(client -> client.say(event));
  }

  private static ObjectNode data(String platform, String user, String id, String text) {
    var data = JSON.createObjectNode();
    data.putObject("user").put("id", user).put("name", "Ann");
    if (platform.equals("YouTube")) {
      return data.put("eventId", id)
          .put("message", text)
          .put("publishedAt", "2026-11-30T12:00:00Z");
    }
    data.put("messageId", id).put("text", text);
    if (platform.equals("Twitch")) {
      data.putObject("message")
          .put("msgId", id)
          .put("userId", user)
          .put("username", "ann")
          .put("displayName", "Ann")
          .put("channel", "channel")
          .put("message", text)
          .put("isTest", false)
          .putArray("badges");
    }
    return data;
  }

  /** Ends all connections, as it does when it is closed. */
  public void hangUp() {
    clients.forEach(client -> client.out.complete());
  }

  private Flow<Message, Message, NotUsed> talk() {
    Pair<BoundedSourceQueue<Message>, Source<Message, NotUsed>> out = Source.<Message>queue(1000)
        .preMaterialize(SystemMaterializer.get(system).materializer());
    var client = new Client(out.first());
    clients.add(client);
    client.hello();
    Sink<Message, ?> in = Sink.foreach(
        message -> client.answer(JSON.readTree(message.asTextMessage().getStrictText())));
    return Flow.fromSinkAndSourceCoupled(in, out.second())
        .watchTermination((materialized, done) -> {
          done.whenComplete((ended, failure) -> clients.remove(client));
          return materialized;
        });
  }

  private final class Client {

    private final BoundedSourceQueue<Message> out;
    private final String challenge = sha256(Instant.now().toString());
    private volatile boolean isProven = password.isEmpty();
    private volatile Set<String> subscribed = Set.of();

    Client(BoundedSourceQueue<Message> out) {
      this.out = out;
    }

    boolean reads(String platform) {
      return subscribed.contains(
          platform + (platform.equals("YouTube") ? ".Message" : ".ChatMessage"));
    }

    void say(ObjectNode json) {
      out.offer(TextMessage.create(json.toString()));
    }

    void hello() {
      var hello = JSON.createObjectNode().put("request", "Hello").put("session", "session");
      hello.set("info", JSON.valueToTree(INFO));
      if (!isProven) {
        hello.putObject("authentication").put("salt", SALT).put("challenge", challenge);
      }
      say(hello);
    }

    void answer(JsonNode asked) {
      requests.add(asked);
      var answer = JSON.createObjectNode().put("id", asked.path("id").asString(""));
      var request = asked.path("request").asString("");
      if (request.equals("Authenticate")) {
        isProven = asked
            .path("authentication")
            .asString("")
            .equals(sha256(sha256(password + SALT) + challenge));
      }
      say(isProven ? granted(answer, request, asked) : refused(answer, "Authentication required"));
    }

    private ObjectNode granted(ObjectNode answer, String request, JsonNode asked) {
      answer.put("status", "ok");
      switch (request) {
        case "Authenticate" -> {}
        case "GetInfo" -> answer.set("info", JSON.valueToTree(INFO));
        case "GetEvents" -> answer.set("events", JSON.valueToTree(EVENTS));
        case "Subscribe" -> {
          var wanted = ConcurrentHashMap.<String>newKeySet();
          for (var source : asked.path("events").properties()) {
            for (var type : source.getValue()) {
              if (!EVENTS.getOrDefault(source.getKey(), List.of()).contains(type.asString())) {
                return refused(answer, "no event " + source.getKey() + "." + type.asString());
              }
              wanted.add(source.getKey() + "." + type.asString());
            }
          }
          subscribed = wanted;
          answer.set("events", asked.path("events"));
        }
        default -> {
          return refused(answer, "Unknown request");
        }
      }
      return answer;
    }

    private ObjectNode refused(ObjectNode answer, String why) {
      return answer.put("status", "error").put("error", why);
    }
  }

  private static String sha256(String text) {
    try {
      return Base64.getEncoder()
          .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public void close() {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().join();
  }
}
