package dev.chatsway.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.chatsway.redis.RedisServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole runnable in this process, asked over HTTP as others would. */
public final class RealServer {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Server server;

  private RealServer(Server server) {
    this.server = server;
  }

  /** On a port, or any free one for 0; what is set for the link's reply is the status. */
  public static RealServer start(Path folder, int port) throws Exception {
    return start(folder, port, "");
  }

  /** The same with more settings, which go before. */
  public static RealServer start(Path folder, int port, String settings) throws Exception {
    var config = ConfigFactory.parseString("chatsway { http.port = " + port + ", data = \""
            + folder.resolve("data") + "\", ingest.link.reply = \"{status}\" }\n" + settings)
        .withFallback(ConfigFactory.load());
    return start(config);
  }

  public static RealServer start(Config config) throws StartFailure, InterruptedException {
    return new RealServer(Server.start(config));
  }

  /** A port that nobody has at this moment. */
  public static int freePort() {
    return RedisServer.freePort();
  }

  /** What everything in it runs in. */
  public ActorSystem<?> system() {
    return server.system();
  }

  public String url() {
    return server.listenUrl();
  }

  public String adminToken() {
    return server.config().getString("chatsway.admin-token");
  }

  /** Of the Redis that it runs, with its password: other instances may share it. */
  public String redisUrl() {
    return server.config().getString("chatsway.redis.url");
  }

  public void stop() throws InterruptedException {
    server.stop();
  }

  /** A new session. */
  public Bar bar(String settings) throws IOException, InterruptedException {
    return new Bar(this, ask("POST", "/api/v1/sessions", "{\"settings\":" + settings + "}"));
  }

  /** A session of another server with the same data. */
  public Bar same(Bar bar) {
    return new Bar(this, bar.session);
  }

  /** As admin, and successfully. */
  public JsonNode ask(String method, String path, String body)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(url() + path))
        .method(method, BodyPublishers.ofString(body))
        .header("Authorization", "Bearer " + adminToken())
        .build();
    var answer = CLIENT.send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    return JSON.readTree(answer.body());
  }

  /** What anybody may know of a session. */
  static JsonNode overlay(String url, String overlayId) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(url + "/api/v1/overlays/" + overlayId))
        .build();
    return JSON.readTree(CLIENT.send(request, BodyHandlers.ofString()).body());
  }

  /** A session, and what it is at the moment. */
  public record Bar(RealServer server, JsonNode session) {

    private String path() {
      return "/api/v1/sessions/" + id();
    }

    public String id() {
      return session.path("id").asString();
    }

    public String voteToken() throws IOException, InterruptedException {
      return server.ask("GET", path(), "").path("voteToken").asString();
    }

    /** The session with a control link and URLs for a Stream Deck too. */
    JsonNode withAllSecrets() throws IOException, InterruptedException {
      server.ask("POST", path() + "/control-token", "");
      return server.ask("POST", path() + "/deck-token", "");
    }

    public void rotateVoteToken() throws IOException, InterruptedException {
      server.ask("POST", path() + "/vote-token", "");
    }

    public void change(String settings) throws IOException, InterruptedException {
      server.ask("PATCH", path(), "{\"settings\":" + settings + "}");
    }

    /** For and against. */
    public double[] tallies() throws IOException, InterruptedException {
      var now = overlay(server.url(), session.path("overlayId").asString());
      return new double[] {now.path("for").asDouble(), now.path("against").asDouble()};
    }
  }
}
