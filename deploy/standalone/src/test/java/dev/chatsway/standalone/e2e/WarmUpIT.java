package dev.chatsway.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chatsway.standalone.RealServer;
import dev.chatsway.standalone.faults.Metrics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An instance that is asked to warm up is ready afterwards, and leaves nothing behind. */
final class WarmUpIT {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @Test
  void itIsReadyOnceItHasAskedItself(@TempDir Path temp) throws Exception {
    var port = RealServer.freePort();
    var url = "http://127.0.0.1:" + port;
    var early = CompletableFuture.supplyAsync(() -> await()
        .atMost(PATIENCE) // the first start of all writes an archive of classes before
        .ignoreExceptions()
        .until(() -> ready(url), answer -> !answer.isEmpty()));

    try (var process =
        Running.inFolder(temp, Map.of("PORT", String.valueOf(port), "WARM_UP", "2s"))) {
      assertThat(early.join()).startsWith("503 ").contains("\"starting\"");
      assertThat(process.url()).isEqualTo(url);
      assertThat(ready(url)).startsWith("200 ");
      assertThat(Metrics.of(url).text())
          .containsPattern("chatsway_votes_total\\{platform=\"[a-z]+\",status=\"ok\"} \\d{2,}");
      assertThat(Site.at(url).api("GET", "", "").body()).contains("\"sessions\":[]");
    }
  }

  private static String ready(String url) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(url + "/health/ready")).build();
    var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    return response.statusCode() + " " + response.body();
  }
}
