package dev.chatsway.standalone;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.chatsway.standalone.api.ApiException;
import dev.chatsway.standalone.api.SessionApi;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A server with a session, and people who vote in it by hand. */
@org.jspecify.annotations.NullUnmarked
final class VoteCommandsIT {

  @TempDir
  static Path temp;

  private static Server server;
  private static SessionApi api;
  private static UUID session;

  @BeforeAll
  static void start() throws Exception {
    var config = ConfigFactory.parseString("chatsway { http.port = 0, data = \""
            + temp.resolve("data") + "\", ingest.link.reply = \"{status}\" }")
        .withFallback(ConfigFactory.load());
    server = Server.start(config, Instance::create);
    api = new SessionApi(server.listenUrl(), server.config().getString("chatsway.admin-token"));
    session = id(api.create("by hand"));
  }

  @AfterAll
  static void stop() throws Exception {
    server.stop();
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes|", "|", "^", "[yes]", "\"yes\"", "{a}", "a\\b", "`", "<3"})
  void whatPeopleTypeNeedsNoEscapingInALink(String text) throws Exception {
    assertThat(fetch("voter=a&text=" + text)).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void aLinkTakesFiveHundredCharactersOfFourBytesEach() throws Exception {
    assertThat(fetch("voter=a&text=" + "%F0%9F%98%80".repeat(500))).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void anExplanationSaysHowATextIsReadAndCountsNothing() throws Exception {
    assertThat(api.explain(session, "@you YES!", "somebody").toString())
        .isEqualTo("{\"normalized\":\"yes\",\"status\":\"ok\",\"side\":\"for\",\"trigger\":\"yes\","
            + "\"found\":\"whole\",\"reason\":\"it is the trigger \\\"yes\\\"\"}");
    assertThat(api.explain(session, "hello", null).toString())
        .isEqualTo(
            "{\"normalized\":\"hello\",\"status\":\"no_vote\",\"side\":null,"
                + "\"trigger\":null,\"found\":null,\"reason\":\"none of the session's triggers is in it\"}");
    assertThat(api.explain(session, "yes", "somebody").path("status").asString())
        .isEqualTo("ok");
  }

  @Test
  void aVoteByHandIsCountedAndThenDebouncedAndTheExplanationSaysSo() throws Exception {
    var own = id(api.create("another"));
    debounceFor(own, 60_000); // longer than the commands take to start

    var first = run("vote", "--session", own.toString(), "--text=+1");
    assertThat(first.status).isZero();
    assertThat(first.lines).containsExactly("ok, the value is 10.00");
    var second = run("vote", "--session", own.toString(), "--text", "-1");
    assertThat(second.status).isEqualTo(1);
    assertThat(second.lines).singleElement().asString().startsWith("debounced, the value is ");
    var why = run("explain", "--session", own.toString(), "--text=- -", "--voter=terminal");
    assertThat(why.status).isZero();
    assertThat(why.lines)
        .contains("read as  - -", "status   debounced", "side     against", "trigger  -")
        .anyMatch(line -> line.startsWith("because  it is the trigger \"-\", repeated; but this"));
  }

  @Test
  void aSessionThatIsNotThereIsOneLine() throws Exception {
    try (var command = start("vote", "--session", UUID.randomUUID().toString(), "--text=+1")) {
      assertThat(command.exitStatus()).isEqualTo(1);
      assertThat(command.errors())
          .containsExactly(
              "Chatsway: " + server.listenUrl() + " answered 404: there is no session of this id");
    }
  }

  private record Ran(int status, List<String> lines) {}

  private static Ran run(String... arguments) throws IOException, InterruptedException {
    try (var command = start(arguments)) {
      var lines = new ArrayList<String>();
      for (var line = command.line(); !line.isEmpty(); line = command.line()) {
        lines.add(line);
      }
      int status = command.exitStatus();
      assertThat(command.errors()).isEmpty();
      return new Ran(status, lines);
    }
  }

  private static ChatswayProcess start(String... arguments) throws IOException {
    var port = String.valueOf(URI.create(server.listenUrl()).getPort());
    return ChatswayProcess.start(temp, Map.of("PORT", port), arguments);
  }

  /** By hand: {@code java.net.URI} refuses what chat bots send. */
  private static String fetch(String query) throws IOException, ApiException, InterruptedException {
    var link = URI.create(api.session(session).path("voteUrl").asString());
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(link.getHost(), link.getPort()));
      var request = "GET " + link.getPath() + "?" + query + " HTTP/1.1\r\nHost: "
          + link.getAuthority() + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }

  private static void debounceFor(UUID session, int millis)
      throws IOException, InterruptedException {
    var patch = "{\"settings\":{\"debounceMillis\":" + millis + "}}";
    var request = HttpRequest.newBuilder(
            URI.create(server.listenUrl() + "/api/v1/sessions/" + session))
        .method("PATCH", BodyPublishers.ofString(patch))
        .header("Authorization", "Bearer " + server.config().getString("chatsway.admin-token"))
        .build();
    var answer = HttpClient.newHttpClient().send(request, BodyHandlers.discarding());
    assertThat(answer.statusCode()).isEqualTo(200);
  }

  private static UUID id(JsonNode session) {
    return UUID.fromString(session.path("id").asString());
  }
}
