package dev.chatsway.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chatsway.standalone.e2e.WebhookReceiver;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Instances on one Redis, of which the one that sends is killed between the decision of a round and its delivery. */
@Tag("faults")
final class WebhookKilledInstanceIT {

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir
  Path temp;

  @Test
  void anEventThatADeadInstanceHadClaimedIsDeliveredOnceByAnother() throws Exception {
    var receiver = WebhookReceiver.start();
    var received = receiver.received();
    var answered = receiver.answered();
    // has the Redis, and looks for nothing to send within this test
    var keeper = RealServer.start(temp, 0, "chatsway.gateway.webhooks.poll = 60s");
    var shared = Map.of(
        "REDIS_URL",
        keeper.redisUrl(),
        "CHATSWAY_ADMIN_TOKEN",
        keeper.adminToken(),
        "WEBHOOK_TARGETS",
        "loopback");
    try (var sending = ChatswayProcess.start(temp, shared)) {
      var bar = keeper.bar("{}");
      var path = "/api/v1/sessions/" + bar.id();
      add(sending.url() + path, keeper.adminToken(), receiver.url());
      keeper.ask("POST", path + "/rounds", "{\"question\":\"Jump?\",\"seconds\":3}");
      await().atMost(PATIENCE).until(() -> answered.size() == 1); // it has the lease
      receiver.answer(false);

      try (var other = ChatswayProcess.start(temp, shared)) {
        assertThat(other.url()).isNotEmpty();
        await().atMost(PATIENCE).until(() -> received.size() == 2);
        sending.process().destroyForcibly().waitFor();
        receiver.answer(true);

        await().atMost(PATIENCE).until(() -> answered.size() == 2);
        await()
            .atMost(PATIENCE)
            .until(() -> keeper
                    .ask("GET", path + "/webhooks", "")
                    .at("/webhooks/0/waiting")
                    .asInt()
                == 0);

        assertThat(answered.get(1).body()).contains("\"round.decided\"", "Jump?");
        assertThat(answered.get(1).id()).isEqualTo(received.get(1).id());
        assertThat(answered.get(1).body()).isEqualTo(received.get(1).body());
        assertThat(keeper.ask("GET", path + "/rounds", "").path("results")).hasSize(1);
        await()
            .pollDelay(Duration.ofSeconds(3))
            .until(() -> received.size() == 3 && answered.size() == 2);
      }
    } finally {
      keeper.stop();
      receiver.close();
    }
  }

  private static void add(String session, String token, String url) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(session + "/webhooks"))
        .header("Authorization", "Bearer " + token)
        .POST(BodyPublishers.ofString("{\"url\":\"" + url + "\"}"))
        .build();
    var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }
}
