package dev.chatsway.ingest;

import akka.actor.typed.ActorSystem;
import dev.chatsway.session.StoreUnavailableException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts lines of chat that this server reads by itself. Nobody sends such a line again, so while Redis does not answer it is
 * retried here, each line for itself; its message id keeps a retry from counting twice. Safe for any number of threads.
 */
public final class ChatIntake implements Consumer<ChatLine> {

  private static final Logger LOG = LoggerFactory.getLogger(ChatIntake.class);

  /** The longest pause before a retry; each is anything up to it, so that lines do not come back together. */
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final ActorSystem<?> system;
  private final VoteService votes;
  private final int most;
  private final long retryNanos;
  private final Counter lines;
  private final Counter full;
  private final Counter unavailable;
  private final AtomicInteger waiting = new AtomicInteger();

  ChatIntake(
      ActorSystem<?> system,
      VoteService votes,
      int most,
      Duration retryFor,
      MeterRegistry registry) {
    this.system = system;
    this.votes = votes;
    this.most = most;
    this.retryNanos = retryFor.toNanos();
    this.lines = Counter.builder("chatsway.chat.lines")
        .description("Lines of chat that this instance has read")
        .register(registry);
    this.full = dropped("queue_full", registry);
    this.unavailable = dropped("redis_unavailable", registry);
  }

  private static Counter dropped(String reason, MeterRegistry registry) {
    return registry.counter("chatsway.chat.lines.dropped", "reason", reason);
  }

  /** Counts the line as a vote if it is one; drops it if too many wait for Redis already. Returns at once. */
  @Override
  public void accept(ChatLine line) {
    lines.increment();
    if (waiting.incrementAndGet() > most) {
      waiting.decrementAndGet();
      full.increment();
      return;
    }
    submit(line, System.nanoTime());
  }

  private void submit(ChatLine line, long since) {
    votes.submit(null, line).whenComplete((counted, failure) -> {
      if (failure == null) {
        waiting.decrementAndGet();
      } else if (!isUnavailable(failure)) {
        waiting.decrementAndGet();
        LOG.error("Failed to count a line of chat", failure);
      } else if (System.nanoTime() - since > retryNanos) {
        waiting.decrementAndGet();
        unavailable.increment();
      } else {
        var pause = Duration.ofMillis(ThreadLocalRandom.current().nextLong(PAUSE.toMillis() + 1));
        system
            .scheduler()
            .scheduleOnce(pause, () -> submit(line, since), system.executionContext());
      }
    });
  }

  private static boolean isUnavailable(Throwable failure) {
    return (failure instanceof CompletionException ? failure.getCause() : failure)
        instanceof StoreUnavailableException;
  }
}
