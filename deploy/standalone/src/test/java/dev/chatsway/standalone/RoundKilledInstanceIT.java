package dev.chatsway.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chatsway.gateway.Message;
import dev.chatsway.gateway.OverlayClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Instances on one Redis, of which one is killed while a round's result is shown: one result, the same for everybody. */
@Tag("faults")
final class RoundKilledInstanceIT {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir
  Path temp;

  @Test
  void aRoundHasOneResultAlthoughAnInstanceIsKilledDuringTheFreeze() throws Exception {
    var keeper = RealServer.start(temp, 0);
    var shared =
        Map.of("REDIS_URL", keeper.redisUrl(), "CHATSWAY_ADMIN_TOKEN", keeper.adminToken());
    try (var one = ChatswayProcess.start(temp, shared);
        var two = ChatswayProcess.start(temp, shared)) {
      var bar = keeper.bar("{\"decayRate\":0}");
      var overlay = "/overlay/" + bar.session().path("overlayId").asString();
      var killed = watch(one.url() + overlay);
      var surviving = watch(two.url() + overlay);
      var rounds = "/api/v1/sessions/" + bar.id() + "/rounds";
      keeper.ask("POST", rounds, "{\"seconds\":2,\"resultSeconds\":4}");
      await().atMost(PATIENCE).until(() -> !withRound(killed).isEmpty());

      await().atMost(PATIENCE).until(() -> hasEnded(killed));
      one.process().destroyForcibly();

      await().atMost(PATIENCE).until(() -> winners(surviving).size() > 0);
      await().atMost(PATIENCE).until(() -> !last(surviving).has("round"));
      assertThat(winners(surviving).stream().distinct()).containsExactly("none");
      var results = keeper.ask("GET", rounds, "").path("results");
      assertThat(results).hasSize(1);
      assertThat(results.path(0).path("winner").asString()).isEqualTo("none");
      assertThat(keeper.ask("GET", rounds, "").path("results")).isEqualTo(results);
      killed.close();
      surviving.close();
    } finally {
      keeper.stop();
    }
  }

  private static OverlayClient watch(String overlayUrl) {
    return OverlayClient.ofPage(overlayUrl, "chatsway.v2");
  }

  private static List<JsonNode> values(OverlayClient overlay) {
    return overlay.messages().stream()
        .filter(Message::hasValue)
        .map(Message::json)
        .toList();
  }

  private static JsonNode last(OverlayClient overlay) {
    var values = values(overlay);
    return values.get(values.size() - 1);
  }

  private static List<JsonNode> withRound(OverlayClient overlay) {
    return values(overlay).stream().filter(frame -> frame.has("round")).toList();
  }

  private static boolean hasEnded(OverlayClient overlay) {
    return withRound(overlay).stream()
        .anyMatch(frame -> frame.at("/round/status").asString().equals("ended"));
  }

  private static List<String> winners(OverlayClient overlay) {
    return withRound(overlay).stream()
        .filter(frame -> frame.path("round").has("winner"))
        .map(frame -> frame.at("/round/winner").asString())
        .toList();
  }
}
