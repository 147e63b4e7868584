package dev.chatsway.http;

import akka.Done;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Tracks requests in progress. After {@code finish()} it accepts no more, and completes when the last has ended. */
final class UnderWay {

  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicBoolean finishing = new AtomicBoolean();
  private final CompletableFuture<Done> last = new CompletableFuture<>();

  /** Whether a request is accepted; if so, {@link #end} has to follow. */
  boolean begin() {
    requests.incrementAndGet(); // first, so that finish() sees it or it sees finish()
    if (!finishing.get()) {
      return true;
    }
    end();
    return false;
  }

  /** Called once for each accepted request. */
  void end() {
    if (requests.decrementAndGet() == 0 && finishing.get()) {
      last.complete(Done.getInstance());
    }
  }

  boolean isFinishing() {
    return finishing.get();
  }

  CompletionStage<Done> finish() {
    finishing.set(true);
    if (requests.get() == 0) {
      last.complete(Done.getInstance());
    }
    return last;
  }
}
