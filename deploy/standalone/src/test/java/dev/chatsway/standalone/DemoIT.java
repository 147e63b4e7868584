package dev.chatsway.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chatsway.gateway.OverlayClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoIT {

  private static final Duration SWAY = Duration.ofSeconds(30);
  private static final Pattern REPORT = Pattern.compile(
      "Demo: (\\d+) messages delivered: (\\d+) votes counted, (\\d+) debounced, (\\d+) duplicates, (\\d+) not votes"
          + "(?:; \\d+ waiting to be delivered)?"); // on a machine that is busy

  @TempDir
  Path temp;

  @Test
  void theBarSwaysThroughBothSidesAndTheReportAddsUp() throws Exception {
    try (var chatsway = ChatswayProcess.start(temp, Map.of(), "demo");
        var overlay = OverlayClient.ofPage(overlayUrl(chatsway))) {
      await().atMost(SWAY).until(() -> spread(overlay.values()) > 20);
      await()
          .atMost(SWAY)
          .until(() -> overlay.values().stream().anyMatch(value -> value > 15)
              && overlay.values().stream().anyMatch(value -> value < -15));

      assertThat(chatsway.line()).startsWith("Admin token: ");
      assertThat(chatsway.line()).startsWith("Studio: ");
      var line = chatsway.line();
      assertThat(line).matches(REPORT);
      var report = REPORT.matcher(line);
      assertThat(report.matches()).isTrue();
      assertThat(count(report.group(1))).isBetween(60, 220);
      assertThat(count(report.group(2))).isBetween(10, 110);
      assertThat(count(report.group(5))).isGreaterThan(count(report.group(1)) / 2);
      // messages were taken in between the two countings
      assertThat(count(report.group(2))
              + count(report.group(3))
              + count(report.group(4))
              + count(report.group(5)))
          .isBetween(count(report.group(1)) - 10, count(report.group(1)) + 10);

      chatsway.process().destroy();

      assertThat(chatsway.exitStatus()).isIn(0, 143);
      assertThat(chatsway.errors()).allMatch(logged -> logged.contains(" ServerStart: "));
    }
  }

  @Test
  void theNextStartFindsTheSessionAgainAndTakesASecretThatIsGiven() throws Exception {
    String first;
    try (var chatsway = ChatswayProcess.start(temp, Map.of(), "demo")) {
      first = overlayId(overlayUrl(chatsway));
    }
    try (var chatsway = ChatswayProcess.start(
        temp, Map.of("TWITCH_EVENTSUB_SECRET", "a secret of the operator"), "demo")) {
      var url = overlayUrl(chatsway);

      assertThat(overlayId(url)).isEqualTo(first);
      try (var overlay = OverlayClient.ofPage(url)) {
        await()
            .atMost(SWAY)
            .until(() -> overlay.values().stream().anyMatch(value -> Math.abs(value) > 15));
      }
      assertThat(chatsway.errors()).allMatch(logged -> logged.contains(" ServerStart: "));
    }
  }

  @Test
  void aRedisThatIsKilledStopsTheBarForAMomentOnly() throws Exception {
    try (var chatsway = ChatswayProcess.start(temp, Map.of("LOG_LEVEL", "error"), "demo");
        var overlay = OverlayClient.ofPage(overlayUrl(chatsway))) {
      await().atMost(SWAY).until(() -> overlay.values().size() > 20);

      var redis =
          Long.parseLong(Files.readString(temp.resolve("data/redis.pid")).strip());
      ProcessHandle.of(redis).orElseThrow().destroyForcibly();

      await()
          .atMost(Duration.ofSeconds(5))
          .until(() ->
              overlay.messages().stream().anyMatch(message -> message.status().equals("degraded")));
      var before = overlay.values().size();
      await()
          .atMost(SWAY)
          .until(() -> spread(overlay.values().stream().skip(before).toList()) > 20);
      assertThat(chatsway.errors()).allMatch(logged -> logged.contains(" ServerStart: "));
    }
  }

  @Test
  void aRoleThatTheDemoCannotDoWithoutIsNamed() throws Exception {
    try (var chatsway = ChatswayProcess.start(temp, Map.of("CHATSWAY_ROLES", "gateway"), "demo")) {
      assertThat(chatsway.exitStatus()).isEqualTo(2);
      assertThat(chatsway.errors())
          .singleElement()
          .isEqualTo(
              "Chatsway: CHATSWAY_ROLES (chatsway.roles) is \"gateway\"; allowed: gateway,ingest: the demo needs both");
    }
  }

  /** From the line right after the one that says it is ready. */
  private static String overlayUrl(ChatswayProcess chatsway) throws IOException {
    var url = chatsway.url();
    var line = chatsway.line();
    assertThat(line).startsWith("Watch the bar: " + url + "/overlay/");
    return line.substring("Watch the bar: ".length());
  }

  /** Without the port, which is another at every start of a test. */
  private static String overlayId(String overlayUrl) {
    return overlayUrl.substring(overlayUrl.lastIndexOf('/') + 1);
  }

  private static double spread(List<Double> values) {
    return values.isEmpty() ? 0 : Collections.max(values) - Collections.min(values);
  }

  private static int count(String digits) {
    return Integer.parseInt(digits);
  }
}
