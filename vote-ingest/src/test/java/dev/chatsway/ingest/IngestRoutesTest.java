package dev.chatsway.ingest;

import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.failedStage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import dev.chatsway.session.LiveState;
import dev.chatsway.session.Tracing;
import dev.chatsway.session.VoteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

final class IngestRoutesTest {

  private final Ended tracing = new Ended();

  private Function<HttpRequest, CompletionStage<HttpResponse>> traced(
      Function<HttpRequest, CompletionStage<HttpResponse>> answer) {
    return IngestRoutes.traced(tracing, "POST /test", answer);
  }

  @Test
  void aTraceEndsWithTheStatusOfTheResponse() {
    var unused = traced(request -> completedStage(HttpResponse.create().withStatus(204)))
        .apply(HttpRequest.create());

    assertThat(tracing.statuses).containsExactly(204);
  }

  @Test
  void aTraceEndsIfTheResponseFails() {
    var unused = traced(request -> failedStage(new IllegalStateException("later")))
        .apply(HttpRequest.create());

    assertThat(tracing.statuses).containsExactly(500);
  }

  @Test
  void aTraceEndsIfTheRouteThrowsAtOnce() {
    var throwing = traced(request -> {
      throw new IllegalStateException("at once");
    });

    assertThatThrownBy(() -> throwing.apply(HttpRequest.create())).hasMessage("at once");
    assertThat(tracing.statuses).containsExactly(500);
  }

  /** Keeps the statuses that traces end with. */
  private static final class Ended implements Tracing {
    private final List<Integer> statuses = new ArrayList<>();

    @Override
    public boolean isOn() {
      return true;
    }

    @Override
    public Trace received(String name, long nanosAgo, Function<String, Optional<String>> header) {
      return sent(name);
    }

    @Override
    public Trace sent(String name) {
      return new Trace() {
        @Override
        public void decided(UUID session, VoteResult result, long nanos) {}

        @Override
        public Map<String, String> headers() {
          return Map.of();
        }

        @Override
        public void end(int status) {
          statuses.add(status);
        }

        @Override
        public void end() {}
      };
    }

    @Override
    public void shown(UUID session, long before, LiveState state, Frames frames) {}

    @Override
    public void close() {}
  }
}
