package dev.chatsway.ingest;

import akka.http.javadsl.model.AttributeKey;
import akka.http.javadsl.model.HttpRequest;
import dev.chatsway.http.RequestId;
import dev.chatsway.session.ChatCommand;
import dev.chatsway.session.Session;
import dev.chatsway.session.Tracing;
import dev.chatsway.session.Tracing.Trace;
import dev.chatsway.session.VoteResult;
import dev.chatsway.session.VoteStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Records the results of votes and requests in metrics and debug lines, never a text, a name or an id. */
final class IngestMetrics {

  private static final Logger LOG = LoggerFactory.getLogger(IngestMetrics.class);

  private static final List<String> PLATFORMS = List.of("twitch", "kick", "relay", "bot", "link");

  private static final Set<VoteStatus> ANSWERS = EnumSet.complementOf(
      EnumSet.of(VoteStatus.DELETED, VoteStatus.OUTDATED, VoteStatus.STALE, VoteStatus.EXISTS));

  /** On a request: its trace. */
  static final AttributeKey<Trace> TRACE = AttributeKey.create("chatsway-trace", Trace.class);

  private final MeterRegistry registry;
  private final Tracing tracing;
  private final Timer seconds;
  private final Counter overOwnersBudget;
  private final Map<Decision, Counter> decisions = new ConcurrentHashMap<>();

  private record Decision(String platform, VoteStatus status) {}

  IngestMetrics(MeterRegistry registry, Tracing tracing) {
    this.registry = registry;
    this.tracing = tracing;
    this.seconds = Timer.builder("chatsway.vote")
        .description(
            "From an authenticated vote to Redis's decision; without lines that are not votes")
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofNanos(100_000))
        .maximumExpectedValue(Duration.ofSeconds(5))
        .register(registry);
    this.overOwnersBudget = Counter.builder("chatsway.votes.over.owner.budget")
        .description("Votes answered limited because their owner's sessions had too many a second")
        .register(registry);
    // present from the start, so that alert rules have a series to look at
    for (var platform : PLATFORMS) {
      for (var status : ANSWERS) {
        counter(new Decision(platform, status));
      }
      for (var rejection : WebhookRejection.Reason.values()) {
        counter(platform, rejection);
      }
    }
  }

  /** Counts a message that was decided in a session, by its text or by Redis. */
  void decided(
      @Nullable HttpRequest request,
      String platform,
      Session session,
      VoteResult result,
      long nanos) {
    count(platform, result.status());
    if (result.hasValue()) {
      seconds.record(nanos, TimeUnit.NANOSECONDS);
      if (tracing.isOn()) {
        trace(request, session, result, nanos);
      }
    }
    if (LOG.isDebugEnabled()) {
      var id = session.id().toString().substring(0, 8);
      atDebug(request, platform)
          .addKeyValue("session", id)
          .addKeyValue("status", result.status().wire())
          .addKeyValue("revision", result.revision())
          .addKeyValue("micros", TimeUnit.NANOSECONDS.toMicros(nanos))
          .log("{}: {} in session {}…", platform, result.status().wire(), id);
    }
  }

  /** Counts a vote that was limited before Redis was asked. */
  void overOwnersBudget() {
    overOwnersBudget.increment();
  }

  private void trace(
      @Nullable HttpRequest request, Session session, VoteResult result, long nanos) {
    if (request != null) {
      request.getAttribute(TRACE).ifPresent(trace -> trace.decided(session.id(), result, nanos));
    } else { // from a chat that the server reads itself
      var trace = tracing.received("chat line", nanos, header -> Optional.empty());
      trace.decided(session.id(), result, nanos);
      trace.end();
    }
  }

  /** Counts a command from chat by what became of it. */
  void commanded(ChatCommand.Kind kind, String outcome) {
    registry
        .counter("chatsway.chat.commands", "command", kind.wire(), "outcome", outcome)
        .increment();
  }

  /** Counts a message that belongs to no session or was unreadable. */
  void decidedWithoutSession(@Nullable HttpRequest request, String platform, VoteStatus status) {
    count(platform, status);
    if (LOG.isDebugEnabled()) {
      atDebug(request, platform)
          .addKeyValue("status", status.wire())
          .log("{}: {}", platform, status.wire());
    }
  }

  private static LoggingEventBuilder atDebug(@Nullable HttpRequest request, String platform) {
    var line = LOG.atDebug();
    return (request == null ? line : line.addKeyValue("request", RequestId.of(request)))
        .addKeyValue("platform", platform);
  }

  private void count(String platform, VoteStatus status) {
    decisions.computeIfAbsent(new Decision(platform, status), this::counter).increment();
  }

  private Counter counter(Decision made) {
    return registry.counter(
        "chatsway.votes", "platform", made.platform(), "status", made.status().wire());
  }

  /** Counts a refused request. */
  void rejected(String platform, WebhookRejection.Reason rejection) {
    counter(platform, rejection).increment();
    LOG.debug("{}: request refused, {}", platform, rejection.wire());
  }

  private Counter counter(String platform, WebhookRejection.Reason rejection) {
    return registry.counter(
        "chatsway.webhooks.rejected", "platform", platform, "reason", rejection.wire());
  }
}
