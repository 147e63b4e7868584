package dev.chatsway.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import dev.chatsway.standalone.api.ApiException;
import dev.chatsway.standalone.api.SessionApi;
import dev.chatsway.twitch.TwitchApiStandIn;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command, against a server that is connected to a Twitch on loopback. */
@NullUnmarked
final class TwitchStatusIT {

  private static final String SECRET = "what-twitch-signs-with";

  @TempDir
  static Path temp;

  private static TwitchApiStandIn twitch;

  @BeforeAll
  static void start() {
    twitch = TwitchApiStandIn.start();
  }

  @AfterAll
  static void stop() {
    twitch.close();
    assertThat(twitch.complaints()).isEmpty();
  }

  @Test
  void itSaysWhatIsThereWhatIsMissingAndWhatToDo() throws Exception {
    int port = RealServer.freePort();
    var url = "http://127.0.0.1:" + port;
    try (var server = ChatswayProcess.start(temp, environment(port))) {
      server.url();
      var token = Files.readString(temp.resolve("data/admin-token")).strip();
      assertThat(run(port).status).isZero(); // nothing is asked for, and Twitch delivers

      twitch.consent("100");
      create(url, token, "100");
      twitch.await("the chat", () -> twitch.enabled().equals(List.of("100")));
      var good = run(port);
      assertThat(good.lines)
          .anyMatch(line -> line.matches("app token +ok"))
          .anyMatch(line -> line.matches("shard +enabled, " + url + "/webhooks/eventsub"))
          .anyMatch(line -> line.matches("100 +enabled"));
      assertThat(good.status).isZero();

      create(url, token, "200");
      awaitMissing(new SessionApi(url, token));
      var bad = run(port);
      assertThat(bad.status).isEqualTo(1);
      assertThat(bad.lines)
          .anyMatch(line ->
              line.matches("200 +missing \\(403 subscription missing proper authorization\\)"))
          .anyMatch(line -> line.matches(" +-> Its streamer has to consent to channel:bot: .*" + url
              + "/twitch/connect; or .*"))
          .anyMatch(line -> line.startsWith("- The consent of the account 999")
              && line.endsWith(url + "/twitch/connect?as=bot"));
      assertThat(String.join("\n", server.errors()))
          .doesNotContain(TwitchApiStandIn.CLIENT_SECRET)
          .doesNotContain(SECRET);
    }
  }

  @Test
  void whereOnlySomeIsSetTheStartSaysWhatIsMissingInOneLine() throws Exception {
    var folder = Files.createDirectory(temp.resolve("some"));
    int port = RealServer.freePort();
    var some = Map.of(
        "PORT", String.valueOf(port), "TWITCH_CLIENT_ID", "c", "TWITCH_CLIENT_SECRET", "hush");
    try (var server = ChatswayProcess.start(folder, some)) {
      server.url();
      assertThat(server.errors())
          .filteredOn(line -> line.contains("Twitch"))
          .singleElement()
          .asString()
          .endsWith(
              "Not subscribing to Twitch chats: TWITCH_BOT_USER_ID, TWITCH_EVENTSUB_SECRET, PUBLIC_URL are not set");
      var ran = run(folder, port);
      assertThat(ran.status).isEqualTo(1);
      assertThat(ran.lines.get(0))
          .matches("not set up +missing: TWITCH_BOT_USER_ID, TWITCH_EVENTSUB_SECRET, PUBLIC_URL");
    }
  }

  @Test
  void whatContradictsItselfIsAnErrorThatNamesTheVariable() throws Exception {
    var folder = Files.createDirectory(temp.resolve("wrong"));
    var wrong = Map.of(
        "TWITCH_CLIENT_ID", "c", "TWITCH_BOT_USER_ID", "1", "PUBLIC_URL", "http://bar.example.com");
    try (var server = ChatswayProcess.start(folder, wrong)) {
      assertThat(server.exitStatus()).isEqualTo(2);
      assertThat(server.errors())
          .last()
          .asString()
          .startsWith(
              "Chatsway: PUBLIC_URL: chatsway.http.public-url: http://bar.example.com cannot");
    }
  }

  private static void create(String url, String token, String channel)
      throws IOException, InterruptedException {
    var answer = HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(url + "/api/v1/sessions"))
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.ofString(
                    "{\"channels\":[{\"platform\":\"twitch\",\"id\":\"" + channel + "\"}]}"))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(201);
  }

  private static void awaitMissing(SessionApi api) {
    var testKit = ActorTestKit.create();
    try {
      testKit
          .<Object>createTestProbe()
          .awaitAssert(Duration.ofSeconds(30), Duration.ofMillis(100), () -> {
            assertThat(report(api)).contains("\"status\":\"missing\"");
            return true;
          });
    } finally {
      testKit.shutdownTestKit();
    }
  }

  private static String report(SessionApi api) {
    try {
      return api.twitch().toString();
    } catch (ApiException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private record Ran(int status, List<String> lines) {}

  private static Ran run(int port) throws IOException, InterruptedException {
    return run(temp, port);
  }

  private static Ran run(Path folder, int port) throws IOException, InterruptedException {
    var here = Map.of("PORT", String.valueOf(port));
    try (var command = ChatswayProcess.start(folder, here, "twitch", "status")) {
      int status = command.exitStatus();
      return new Ran(status, command.lines());
    }
  }

  private static Map<String, String> environment(int port) {
    return Map.of(
        "PORT",
        String.valueOf(port),
        "PUBLIC_URL",
        "http://127.0.0.1:" + port,
        "TWITCH_CLIENT_ID",
        TwitchApiStandIn.CLIENT_ID,
        "TWITCH_CLIENT_SECRET",
        TwitchApiStandIn.CLIENT_SECRET,
        "TWITCH_BOT_USER_ID",
        TwitchApiStandIn.BOT,
        "TWITCH_EVENTSUB_SECRET",
        SECRET,
        "TWITCH_API_URL",
        twitch.apiUrl(),
        "TWITCH_AUTH_URL",
        twitch.authUrl());
  }
}
