package dev.chatsway.standalone.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chatsway.redis.RedisServer;
import dev.chatsway.standalone.e2e.Notification;
import dev.chatsway.standalone.e2e.Running;
import dev.chatsway.standalone.e2e.Site;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The alerts and the dashboard of deploy/observability, held against an instance and against the page that explains them. */
final class ObservabilityIT {

  private static final Path FOLDER = Programs.ROOT.resolve("deploy/observability");
  private static final Pattern METRIC = Pattern.compile("\\bchatsway_\\w+");

  /** So that its metrics are there; nobody answers. */
  private static final Map<String, String> TWITCH = Map.of(
      "PUBLIC_URL", "https://bar.example",
      "TWITCH_CLIENT_ID", "id",
      "TWITCH_CLIENT_SECRET", "secret",
      "TWITCH_BOT_USER_ID", "1",
      "TWITCH_API_URL", "http://127.0.0.1:1",
      "TWITCH_AUTH_URL", "http://127.0.0.1:1");

  @TempDir
  Path temp;

  @Test
  void everyMetricThatARuleOrAPanelNamesIsThere() throws Exception {
    try (var redis = RedisServer.start();
        var chatsway = Running.onRedis(temp, redis.uri(), TWITCH)) {
      var site = Site.at(chatsway.url());
      var session = site.create("1", "{\"debounceMillis\":0}");
      var overlay = site.connectV2(session);
      overlay.await(0, message -> message.is("value"));
      assertThat(site.send(Notification.of("1", "v", "+"))).isEqualTo(204);
      assertThat(site.send(forged(site.url()))).isEqualTo(403);
      overlay.await(0, message -> message.is("value") && message.revision() == 2);
      redis.kill();
      await().until(() -> site.send(Notification.of("1", "w", "+")) == 503);
      for (int i = 0; i < 50; i++) {
        assertThat(site.send(Notification.of("1", "w" + i, "+"))).isEqualTo(503);
      }
      assertThat(chatsway.errors()).as("lines of log, of so many failures").hasSizeLessThan(20);

      var scraped = site.get("/metrics").body();

      var there = scraped
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("[{ ]", 2)[0])
          .collect(Collectors.toCollection(TreeSet::new));
      assertThat(there).allMatch(name -> name.startsWith("chatsway_"));
      assertThat(there).containsAll(named());
      assertThat(scraped)
          .contains("chatsway_broadcaster_write_to_frame_seconds_count 1")
          .contains("reason=\"redis_unavailable\"", "reason=\"bad_signature\"")
          .containsPattern("chatsway_process_resident_memory_bytes [1-9]");
    }
  }

  @Test
  void everyAlertIsProvoked() throws IOException {
    var test = Files.readString(Path.of(
        "src/test/java/dev/chatsway/standalone/operations",
        EveryAlertIT.class.getSimpleName() + ".java"));

    assertThat(alerts()).allSatisfy(alert -> assertThat(test).contains("\"" + alert + "\""));
  }

  private static List<String> alerts() throws IOException {
    return Pattern.compile("- alert: (\\w+)")
        .matcher(Files.readString(FOLDER.resolve("alerts.yml")))
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  @Test
  void everyAlertIsExplained() throws IOException {
    var rules = Files.readString(FOLDER.resolve("alerts.yml"));
    var alerts = alerts();

    var explained = Files.readString(Programs.ROOT.resolve("docs/operations.md"))
        .lines()
        .filter(line -> line.startsWith("### Chatsway"))
        .map(line -> line.substring("### ".length()))
        .toList();

    assertThat(alerts).hasSizeGreaterThan(10);
    assertThat(explained).containsExactlyElementsOf(alerts);
    assertThat(Pattern.compile(
                "labels: \\{severity: (?:page|ticket)}\\s+annotations:\\s+summary: .+\\s+runbook_url: docs/operations.md#(\\w+)")
            .matcher(rules)
            .results()
            .map(found -> found.group(1)))
        .containsExactlyElementsOf(
            alerts.stream().map(alert -> alert.toLowerCase(Locale.ROOT)).toList());
  }

  @Test
  void theRulesComeWhereTheyHaveToAndNotWhereAllIsWell() throws Exception {
    Programs.need("promtool");

    assertThat(Programs.run(Map.of(), "promtool", "check", "rules", FOLDER + "/alerts.yml"))
        .contains("SUCCESS");
    assertThat(Programs.run(Map.of(), "promtool", "test", "rules", FOLDER + "/alerts.test.yml"))
        .contains("SUCCESS");
    assertThat(Programs.run(Map.of(), "promtool", "check", "config", FOLDER + "/prometheus.yml"))
        .contains("SUCCESS");
  }

  @Test
  void everyPanelAsksAndOnlyForRecordsThatAreMade() throws IOException {
    var dashboard = Files.readString(FOLDER.resolve("dashboard.json"));
    var panels = JsonMapper.shared().readTree(dashboard).required("panels");

    assertThat(
            panels.valueStream().filter(panel -> !panel.path("type").asString().equals("row")))
        .hasSizeGreaterThan(15)
        .allSatisfy(panel -> assertThat(panel.path("targets")).isNotEmpty());
    var rules = Files.readString(FOLDER.resolve("alerts.yml"));
    assertThat(Pattern.compile("chatsway:\\w+:\\w+").matcher(dashboard).results())
        .isNotEmpty()
        .allSatisfy(found -> assertThat(rules).contains("record: " + found.group() + "\n"));
  }

  private static HttpRequest forged(String url) {
    return HttpRequest.newBuilder(URI.create(url + "/webhooks/eventsub"))
        .header("Twitch-Eventsub-Message-Id", "1")
        .header("Twitch-Eventsub-Message-Timestamp", Instant.now().toString())
        .header("Twitch-Eventsub-Message-Type", "notification")
        .header("Twitch-Eventsub-Message-Signature", "sha256=" + "0".repeat(64))
        .POST(BodyPublishers.ofString("{}"))
        .build();
  }

  private static Set<String> named() throws IOException {
    var named = new TreeSet<String>();
    for (var file : Stream.of("alerts.yml", "dashboard.json", "../kubernetes").toList()) {
      try (var files = Files.walk(FOLDER.resolve(file))) {
        for (var each : files.filter(Files::isRegularFile).toList()) {
          METRIC
              .matcher(Files.readString(each))
              .results()
              .forEach(found -> named.add(found.group()));
        }
      }
    }
    assertThat(named).hasSizeGreaterThan(20);
    return named;
  }
}
