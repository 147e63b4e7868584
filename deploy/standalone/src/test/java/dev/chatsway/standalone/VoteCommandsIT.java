package dev.chatsway.standalone;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.standalone.api.ApiException;
import dev.chatsway.standalone.api.SessionApi;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A server with a session, and people who vote in it by hand. */
@NullUnmarked
final class VoteCommandsIT {

  @TempDir
  static Path temp;

  private static RealServer server;
  private static SessionApi api;
  private static UUID session;

  @BeforeAll
  static void start() throws Exception {
    server = RealServer.start(temp, 0);
    api = new SessionApi(server.url(), server.adminToken());
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
    assertThat(api.explain(session, "@you YES!", "somebody", null).toString())
        .isEqualTo("{\"normalized\":\"yes\",\"status\":\"ok\",\"side\":\"for\",\"trigger\":\"yes\","
            + "\"found\":\"whole\",\"reason\":\"it is the trigger \\\"yes\\\"\"}");
    assertThat(api.explain(session, "hello", null, null).toString())
        .isEqualTo(
            "{\"normalized\":\"hello\",\"status\":\"no_vote\",\"side\":null,"
                + "\"trigger\":null,\"found\":null,\"reason\":\"it contains none of the session's triggers\"}");
    assertThat(api.explain(session, "yes", "somebody", null).path("status").asString())
        .isEqualTo("ok");
  }

  @Test
  void aVoteByHandIsCountedAndThenDebouncedAndTheExplanationSaysSo() throws Exception {
    var own = server.bar("{\"debounceMillis\":60000}").id(); // the commands take a while to start

    var first = run("vote", "--session", own, "--text=+1");
    assertThat(first.status).isZero();
    assertThat(first.lines).containsExactly("ok, the value is 10.00");
    var second = run("vote", "--session", own, "--text", "-1");
    assertThat(second.status).isEqualTo(1);
    assertThat(second.lines).singleElement().asString().startsWith("debounced, the value is ");
    var why = run("explain", "--session", own, "--text=- -", "--voter=terminal");
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
              "Chatsway: " + server.url() + " answered 404: there is no session with this id");
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
    var port = String.valueOf(URI.create(server.url()).getPort());
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

  private static UUID id(JsonNode session) {
    return UUID.fromString(session.path("id").asString());
  }
}
