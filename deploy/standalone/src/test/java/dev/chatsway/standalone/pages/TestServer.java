package dev.chatsway.standalone.pages;

import dev.chatsway.standalone.ChatswayProcess;
import dev.chatsway.standalone.RealServer;
import dev.chatsway.standalone.e2e.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real Chatsway on a port that stays the same however often it is killed and started again; as an extension, one that runs
 * for all tests of a class.
 */
final class TestServer implements BeforeAllCallback, AfterAllCallback, AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String STUDIO = "Studio: ";

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Path folder;
  private final int port;
  private final List<String> properties;
  private @Nullable ChatswayProcess process;
  private String signInLink = "";

  private TestServer(Path folder, int port, List<String> properties) {
    this.folder = folder;
    this.port = port;
    this.properties = properties;
  }

  /** One that does not run yet; {@code {url}} in a property is where it will be. */
  static TestServer in(Path folder, String... properties) {
    return new TestServer(folder, RealServer.freePort(), List.of(properties));
  }

  /** One that is started before the first test of a class, and ended after the last. */
  static TestServer ofTheClass(String... properties) {
    try {
      return in(Files.createTempDirectory(Path.of("target"), "server-"), properties);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void beforeAll(ExtensionContext tests) throws IOException {
    start();
  }

  @Override
  public void afterAll(ExtensionContext tests) throws IOException {
    close();
  }

  TestServer start() throws IOException {
    Files.createDirectories(folder);
    var options = properties.stream()
        .map(property -> "-D" + property.replace("{url}", url()))
        .toList();
    var started =
        ChatswayProcess.startWith(options, folder, Map.of("PORT", Integer.toString(port)));
    process = started;
    started.url();
    var line = started.line();
    while (!line.startsWith(STUDIO)) {
      if (line.isEmpty()) {
        throw new IOException("it did not start: " + started.errors());
      }
      line = started.line();
    }
    signInLink = line.substring(STUDIO.length());
    return this;
  }

  /** As {@code kill -9} does: nobody is told. */
  void kill() {
    end(ChatswayProcess::kill);
  }

  /** Stops it as it is: it holds its connections and answers none, until it is resumed. */
  void suspend() throws IOException, InterruptedException {
    Running.signal("STOP", running());
  }

  void resume() throws IOException, InterruptedException {
    Running.signal("CONT", running());
  }

  private ProcessHandle running() {
    return Objects.requireNonNull(process).process().toHandle();
  }

  /** In good order. */
  void stop() {
    end(ChatswayProcess::close);
  }

  private void end(Consumer<ChatswayProcess> how) {
    var running = process;
    process = null;
    if (running != null) {
      how.accept(running);
    }
  }

  @Override
  public void close() throws IOException {
    if (process == null) {
      start(); // takes over the Redis that a kill left running, so that the stop ends it
    }
    stop();
  }

  /** Where its data is. */
  Path folder() {
    return folder;
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  /** The link that the newest start printed. */
  String signInLink() {
    return signInLink;
  }

  String adminToken() throws IOException {
    return Files.readString(folder.resolve("data/admin-token")).strip();
  }

  /** A session with these settings, of scale sum and without a debounce, that has had votes for. */
  JsonNode createVoted(int votes, String settings) throws Exception {
    var session =
        createSession("{\"settings\":{\"scale\":\"sum\",\"hint\":\"off\",\"debounceMillis\":0,%s}}"
            .formatted(settings));
    for (int i = 0; i < votes; i++) {
      vote(session, "for");
    }
    return session;
  }

  JsonNode createSession(String body) throws IOException, InterruptedException {
    return JSON.readTree(admin("POST", "/api/v1/sessions", body).body());
  }

  HttpResponse<String> admin(String method, String path, String body)
      throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(url() + path))
        .header("Authorization", "Bearer " + adminToken())
        .method(method, BodyPublishers.ofString(body)));
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(url() + path)));
  }

  /** A new viewer's vote, through the webhook. */
  void vote(JsonNode session, String side) throws IOException, InterruptedException {
    var body = "{\"voter\":\"%s\",\"side\":\"%s\"}".formatted(UUID.randomUUID(), side);
    var answer = send(HttpRequest.newBuilder(URI.create(url() + "/webhooks/votes"))
        .header("Authorization", "Bearer " + session.get("voteToken").asString())
        .POST(BodyPublishers.ofString(body)));
    if (!answer.body().contains("\"ok\"")) {
      throw new AssertionError("the vote did not count: " + answer.body());
    }
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }
}
