package dev.chatsway.standalone.faults;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Many pages of {@code chatsway.v2} that come back by themselves, with full jitter, as the bundled page does. */
final class Pages implements AutoCloseable {

  private static final int AT_ONCE = 64;
  private static final long FIRST_PAUSE_MILLIS = 1_000;
  private static final int MOST_DOUBLINGS = 4;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Semaphore arriving = new Semaphore(AT_ONCE);
  private final AtomicInteger connected = new AtomicInteger();
  private final AtomicInteger lost = new AtomicInteger();
  private volatile boolean open = true;

  /** Connects one to each of them; returns when all have been tried once. */
  Pages(List<URI> sockets) throws InterruptedException {
    for (var socket : sockets) {
      arriving.acquire();
      connect(socket, 0, arriving::release);
    }
    arriving.acquire(AT_ONCE);
  }

  private void connect(URI uri, int attempt, Runnable tried) {
    var unused = http.newWebSocketBuilder()
        .subprotocols("chatsway.v2")
        .buildAsync(uri, new Page(uri))
        .whenComplete((socket, failure) -> {
          if (failure == null) {
            connected.incrementAndGet();
          } else {
            comeBack(uri, attempt + 1);
          }
          tried.run();
        });
  }

  private void comeBack(URI uri, int attempt) {
    var longest = FIRST_PAUSE_MILLIS << Math.min(attempt, MOST_DOUBLINGS);
    var pause = ThreadLocalRandom.current().nextLong(longest);
    if (open) {
      CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS)
          .execute(() -> connect(uri, attempt, () -> {}));
    }
  }

  /** How many are connected now. */
  int connected() {
    return connected.get();
  }

  /** How many connections have ended so far. */
  int lost() {
    return lost.get();
  }

  @Override
  public void close() {
    open = false;
  }

  private final class Page implements WebSocket.Listener {

    private final URI uri;
    private final AtomicBoolean ended = new AtomicBoolean();

    private Page(URI uri) {
      this.uri = uri;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
      end();
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
      end();
    }

    private void end() {
      if (ended.compareAndSet(false, true)) {
        connected.decrementAndGet();
        lost.incrementAndGet();
        comeBack(uri, 0);
      }
    }
  }
}
