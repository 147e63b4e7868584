package dev.chatsway.ingest;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Several answers of Redis as one. */
final class Futures {

  private Futures() {}

  /**
   * All values in the same order, once the last is there; fails if one has failed. What follows goes on in {@code
   * executor} if it has to be waited for: Redis answers on a thread that all calls share.
   */
  static <T> CompletionStage<List<T>> all(List<CompletionStage<T>> stages, Executor executor) {
    var futures = stages.stream().map(CompletionStage::toCompletableFuture).toList();
    var all = CompletableFuture.allOf(futures.toArray(CompletableFuture<?>[]::new));
    return all.thenApplyAsync(
        done -> futures.stream().map(CompletableFuture::join).toList(),
        all.isDone() ? Runnable::run : executor);
  }
}
