package dev.chatsway.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two instances on one Redis, of which one is killed half way: what was not answered is sent again to the other. */
@Tag("faults")
final class KilledInstanceIT {

  private static final int VOTES = 20_000;
  private static final int IN_A_REQUEST = 20;
  private static final int AT_ONCE = 16;
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir
  Path temp;

  /** Some votes on their way to an instance. */
  private record Request(int instance, int batch) {

    String body() {
      return IntStream.range(batch * IN_A_REQUEST, (batch + 1) * IN_A_REQUEST)
          .mapToObj(
              vote -> "{\"id\":\"m" + vote + "\",\"voter\":\"v" + vote + "\",\"text\":\"yes\"}")
          .collect(Collectors.joining(",", "[", "]"));
    }
  }

  @Test
  void everyDistinctVoteIsCountedOnce() throws Exception {
    var keeper = RealServer.start(temp, 0);
    var shared =
        Map.of("REDIS_URL", keeper.redisUrl(), "CHATSWAY_ADMIN_TOKEN", keeper.adminToken());
    try (var one = ChatswayProcess.start(temp, shared);
        var two = ChatswayProcess.start(temp, shared)) {
      var urls = List.of(one.url(), two.url());
      var bar = keeper.bar("{\"decayRate\":0,\"debounceMillis\":0,\"voteDelta\":0.1}");
      var requests = requests();
      var token = bar.voteToken();
      var limit = new Semaphore(AT_ONCE);
      var answers = new ArrayList<CompletableFuture<Void>>();
      for (int i = 0; i < requests.size(); i++) {
        if (i == requests.size() / 2) {
          two.process().destroyForcibly();
        }
        limit.acquire();
        var request = requests.get(i);
        answers.add(send(urls.get(request.instance), token, request)
            .thenCompose(answered -> answered
                ? CompletableFuture.completedFuture(true)
                : send(urls.get(0), token, request))
            .thenAccept(answered -> {
              limit.release();
              assertThat(answered).isTrue();
            }));
      }
      CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new)).join();

      assertThat(bar.tallies()).containsExactly(VOTES, 0);
    } finally {
      keeper.stop();
    }
  }

  /** Each vote once, a third of them again a little later, and a tenth at both instances at the same instant. */
  private static List<Request> requests() {
    var requests = new ArrayList<Request>();
    for (int batch = 0; batch < VOTES / IN_A_REQUEST; batch++) {
      requests.add(new Request(batch % 2, batch));
      if (batch % 10 == 0) {
        requests.add(new Request(1 - batch % 2, batch));
      }
      if (batch % 3 == 0 && batch >= 30) {
        requests.add(new Request((batch / 3) % 2, batch - 30));
      }
    }
    return requests;
  }

  /** Whether it was answered 200, and therefore counted or known. */
  private static CompletableFuture<Boolean> send(String url, String token, Request request) {
    var post = HttpRequest.newBuilder(URI.create(url + "/webhooks/votes"))
        .timeout(Duration.ofSeconds(20))
        .header("Authorization", "Bearer " + token)
        .POST(BodyPublishers.ofString(request.body()))
        .build();
    return CLIENT
        .sendAsync(post, BodyHandlers.discarding())
        .handle((answer, failure) -> failure == null && answer.statusCode() == 200);
  }
}
