package dev.chatsway.standalone.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chatsway.redis.RedisSentinels;
import dev.chatsway.redis.SettableClock;
import dev.chatsway.standalone.ChatswayProcess;
import dev.chatsway.standalone.e2e.Notification;
import dev.chatsway.standalone.e2e.Running;
import dev.chatsway.standalone.e2e.Site;
import dev.chatsway.standalone.e2e.WebhookReceiver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** While the result of a round is shown, the instance that sends dies, Redis fails over, and its clock jumps. */
@Tag("faults")
final class RoundFaultsIT {

  private static final String CHANNEL = "6301";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir
  Path temp;

  @ParameterizedTest
  @ValueSource(ints = {-2, 2})
  void thereIsOneResultAndAReceiverThatAnswersHasItOnce(int seconds) throws Exception {
    try (var sentinels = RedisSentinels.start();
        var receiver = WebhookReceiver.start()) {
      SettableClock.skew(sentinels.primary(), Duration.ofSeconds(-seconds));
      try (var sending = start(sentinels)) {
        var site = Site.at(sending.url());
        var session = site.create(CHANNEL, "{\"decayRate\":0}");
        ask(site, "POST", session, "/webhooks", "{\"url\":\"" + receiver.url() + "\"}");
        ask(site, "POST", session, "/rounds", "{\"seconds\":6,\"resultSeconds\":40}");
        await().atMost(PATIENCE).until(() -> receiver.answered().size() == 1); // it has the lease
        receiver.answer(false);
        for (var vote : Map.of("a", "+", "b", "+", "c", "-").entrySet()) {
          assertThat(site.send(Notification.of(CHANNEL, vote.getKey(), vote.getValue())))
              .isEqualTo(204);
        }
        try (var other = start(sentinels)) {
          var surviving = Site.at(other.url());
          await().atMost(PATIENCE).until(() -> receiver.received().size() == 2);
          sending.process().destroyForcibly().waitFor();
          ClockIT.failOver(sentinels);
          receiver.answer(true);

          await().atMost(PATIENCE).until(() -> receiver.answered().size() == 2);
          await()
              .atMost(PATIENCE)
              .until(() -> ask(surviving, "GET", session, "/webhooks", "")
                      .at("/webhooks/0/waiting")
                      .asInt()
                  == 0);
          var results = ask(surviving, "GET", session, "/rounds", "").path("results");
          assertThat(results).hasSize(1);
          assertThat(results.at("/0/winner").asString()).isEqualTo("for");
          assertThat(results.at("/0/forVotes").asInt()).isEqualTo(2);
          assertThat(results.at("/0/againstVotes").asInt()).isEqualTo(1);
          var delivered = receiver.answered().get(1);
          assertThat(delivered).isEqualTo(receiver.received().get(1));
          assertThat(delivered.body()).contains("\"round.decided\"", "\"winner\":\"for\"");
          await()
              .pollDelay(Duration.ofSeconds(3))
              .until(
                  () -> receiver.received().size() == 3 && receiver.answered().size() == 2);
          assertThat(ask(surviving, "GET", session, "/rounds", "").path("results"))
              .isEqualTo(results);
        }
      }
    }
  }

  private ChatswayProcess start(RedisSentinels sentinels) throws Exception {
    return Running.onRedis(temp, sentinels.uri(), Map.of("WEBHOOK_TARGETS", "loopback"));
  }

  private static JsonNode ask(Site site, String method, JsonNode session, String path, String body)
      throws Exception {
    var answer = site.api(method, "/" + session.required("id").asString() + path, body);
    assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
    return JsonMapper.shared().readTree(answer.body());
  }
}
