package dev.chatsway.standalone.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chatsway.standalone.RealServer;
import dev.chatsway.standin.StreamerBotStandIn;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Clients that others have written, and generated ones, from npm and PyPI: what is in {@code deploy/clients}. */
@NullUnmarked
@Tag("clients")
final class ClientsIT {

  @TempDir
  private static Path temp;

  private static final JsonMapper JSON = JsonMapper.shared();

  private static RealServer server;
  private static Path clients;

  @BeforeAll
  static void start() throws Exception {
    server = RealServer.start(temp, 0);
    clients = Files.createDirectory(temp.resolve("clients"));
    try (var files = Files.list(Programs.ROOT.resolve("deploy/clients"))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, clients.resolve(file.getFileName()));
      }
    }
    Files.writeString(
        clients.resolve("openapi.json"),
        server.ask("GET", "/api/openapi.json", "").toString());
  }

  @AfterAll
  static void stop() throws Exception {
    server.stop();
  }

  @Nested
  final class OfNpm {

    @BeforeAll
    static void install() throws Exception {
      Programs.need("node", "npm");
      fetched("npm", "ci", "--no-audit", "--no-fund");
    }

    @Test
    void aStrictWebSocketSpeaksBothProtocols() throws Exception {
      assertThat(run("node", "websocket.mjs")).contains("ws: well");
    }

    @Test
    void anEventSourceSeesAVote() throws Exception {
      assertThat(run("node", "eventsource.mjs")).contains("eventsource: well");
    }

    /** What OBS 27, 28 and 31 embed. */
    @ParameterizedTest
    @ValueSource(strings = {"92", "103", "127"})
    void theOverlayRunsInTheChromiumOfAnOldObs(String version) throws Exception {
      Assumptions.assumeTrue(
          System.getProperty("os.arch").equals("amd64"), "these programs are for x64 only");
      assertThat(run("node", "old-chromium.mjs", version))
          .contains("Chromium " + version + ": well");
    }

    @Test
    void theReferenceLibraryOfStandardWebhooksSignsVotes() throws Exception {
      assertThat(run("node", "signed.mjs")).contains("standardwebhooks: well");
    }

    /** Each against the other: the stand-in of Streamer.bot, its official client, and what the server asks of it. */
    @Test
    void whatTheServerAsksOfStreamerBotIsWhatItsOfficialClientAsks() throws Exception {
      try (var locked = new StreamerBotStandIn("hush");
          var open = new StreamerBotStandIn("")) {
        var channel = JSON.createObjectNode()
            .put("platform", "streamerbot")
            .put("url", locked.url())
            .put("password", "hush");
        var session = JSON.createObjectNode();
        session.putArray("channels").add(channel);
        var bar =
            new RealServer.Bar(server, server.ask("POST", "/api/v1/sessions", session.toString()));
        await().until(() -> locked.readers("Kick") == 1);
        var ours = byRequest(locked);
        Files.writeString(
            clients.resolve("subscription.ts"),
            "import type { StreamerbotEventsSubscription } from \"@streamerbot/client\";\n"
                + "export const events: StreamerbotEventsSubscription = "
                + Objects.requireNonNull(ours.get("Subscribe")).path("events") + ";\n");
        typeChecked("streamerbot.mjs", "subscription.ts");
        locked.requests().clear();
        var said = CompletableFuture.allOf(saying(locked, 2), saying(open, 1));

        assertThat(run("node", "streamerbot.mjs", port(locked), port(open)))
            .contains("streamerbot: well");

        said.get(10, TimeUnit.SECONDS);
        var theirs = byRequest(locked);
        for (var each : ours.entrySet()) {
          assertThat(theirs.get(each.getKey()).propertyNames())
              .as(each.getKey())
              .containsExactlyInAnyOrderElementsOf(each.getValue().propertyNames());
        }
        await().untilAsserted(() -> assertThat(bar.tallies()[0]).isGreaterThan(bar.tallies()[1]));
        server.ask("PATCH", "/api/v1/sessions/" + bar.id(), "{\"channels\":[]}");
      }
    }

    /** Sends three lines of chat once the given number of clients have subscribed. */
    private static CompletableFuture<Void> saying(StreamerBotStandIn bot, int readers) {
      return CompletableFuture.runAsync(() -> {
        await().atMost(1, TimeUnit.MINUTES).until(() -> bot.readers("Kick") == readers);
        bot.chat("Twitch", "1", "a", "yes");
        bot.chat("YouTube", "2", "b", "no");
        bot.chat("Kick", "3", "c", "yes");
      });
    }

    /** The last request of each kind. */
    private static Map<String, JsonNode> byRequest(StreamerBotStandIn bot) {
      return bot.requests().stream()
          .collect(Collectors.toMap(
              each -> each.path("request").asString(), each -> each, (one, other) -> other));
    }

    private static String port(StreamerBotStandIn bot) {
      return String.valueOf(URI.create(bot.url()).getPort());
    }

    @Test
    void typesMadeOfTheDescriptionFitAndPatchOneFieldOnly() throws Exception {
      // a request may leave out what has a default
      run(
          "npx",
          "--no-install",
          "openapi-typescript",
          "openapi.json",
          "-o",
          "schema.d.ts",
          "--default-non-nullable",
          "false");
      typeChecked("session.mjs");
      assertThat(run("node", "session.mjs")).contains("generated types: well");
    }

    private static void typeChecked(String... files) throws Exception {
      var options =
          "--no-install tsc --strict --skipLibCheck --target es2022 --module nodenext --types node --allowJs --checkJs --noEmit";
      run(Stream.of("npx " + options + " " + String.join(" ", files))
          .flatMap(line -> Stream.of(line.split(" ")))
          .toArray(String[]::new));
    }
  }

  @Nested
  final class OfPyPi {

    @BeforeAll
    static void install() throws Exception {
      Programs.need("python3");
      fetched("python3", "-m", "venv", "python");
      fetched(
          clients.resolve("python/bin/pip").toString(),
          "install",
          "--quiet",
          "-r",
          "requirements.txt");
    }

    @Test
    void aClientIsMadeOfTheDescriptionWithoutAWarning() throws Exception {
      assertThat(run(
              clients.resolve("python/bin/openapi-python-client").toString(),
              "generate",
              "--path",
              "openapi.json",
              "--output-path",
              "generated",
              "--meta",
              "none"))
          .doesNotContain("Warning");
      Files.move(clients.resolve("generated"), clients.resolve("chatsway_client"));
      run(
          clients.resolve("python/bin/python").toString(),
          "-m",
          "compileall",
          "-q",
          "chatsway_client");
      run(
          clients.resolve("python/bin/python").toString(),
          "-c",
          "import chatsway_client.api.default.change_session");
    }

    @Test
    void theReferenceLibraryOfStandardWebhooksSignsAVote() throws Exception {
      var printed = run(clients.resolve("python/bin/python").toString(), "-c", """
          import datetime, json, os, urllib.request
          from standardwebhooks import Webhook
          body = json.dumps({"session": os.environ["SESSION"], "voter": "anna", "text": "yes"})
          now = datetime.datetime.now(datetime.timezone.utc)
          signature = Webhook(os.environ["WEBHOOK_SECRET"]).sign("msg_python", now, body)
          headers = {"Content-Type": "application/json", "webhook-id": "msg_python",
              "webhook-timestamp": str(int(now.timestamp())), "webhook-signature": signature}
          request = urllib.request.Request(
              os.environ["URL"] + "/webhooks/votes", body.encode(), headers)
          print(urllib.request.urlopen(request).read().decode())
          """);
      assertThat(printed).contains("\"status\":\"ok\"");
    }
  }

  /** Skips the tests, and says so, where a registry cannot be reached. */
  private static void fetched(String... command) throws Exception {
    try {
      run(command);
    } catch (AssertionError failure) {
      System.out.println("SKIPPED: " + String.join(" ", command) + ": " + failure.getMessage());
      Assumptions.abort(String.join(" ", command) + " did not succeed");
    }
  }

  /** Runs one to its end in the clients' folder, with what they need to know; returns what it printed. */
  private static String run(String... command) throws IOException, InterruptedException {
    var out = temp.resolve("printed.txt");
    var builder = new ProcessBuilder(command)
        .directory(clients.toFile())
        .redirectErrorStream(true)
        .redirectOutput(out.toFile());
    var bar = server.bar("{\"debounceMillis\":0}").session();
    builder
        .environment()
        .putAll(Map.of(
            "URL", server.url(),
            "ADMIN_TOKEN", server.adminToken(),
            "SESSION", bar.path("id").asString(),
            "OVERLAY", bar.path("overlayId").asString(),
            "VOTE_TOKEN", bar.path("voteToken").asString(),
            "WEBHOOK_SECRET", bar.path("webhookSecret").asString(),
            "OTHER_SECRET", server.bar("{}").session().path("webhookSecret").asString(),
            "PATH", clients.resolve("python/bin") + ":" + System.getenv("PATH")));
    var process = builder.start();
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.destroyForcibly().onExit().join();
    }
    var printed = Files.readString(out);
    assertThat(process.exitValue())
        .as(String.join(" ", command) + "\n" + printed)
        .isZero();
    return printed;
  }
}
