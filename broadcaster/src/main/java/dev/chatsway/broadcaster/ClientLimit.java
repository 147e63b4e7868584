package dev.chatsway.broadcaster;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Who is on this instance, whichever Broadcaster they are with: the one thing that its Broadcasters share. Counted by their
 * threads, so that the limit of the instance is exact, and read by whoever scrapes.
 */
final class ClientLimit {
  private final int mostClients;
  private final AtomicInteger sessions = new AtomicInteger();
  private final AtomicInteger clients = new AtomicInteger();

  /** One for an instance: its counts are published here, since a gauge can be registered only once. */
  ClientLimit(int mostClients, MeterRegistry registry) {
    this.mostClients = mostClients;
    Gauge.builder("chatsway.broadcaster.sessions", sessions, AtomicInteger::get)
        .description("Sessions that have a client here")
        .register(registry);
    Gauge.builder("chatsway.broadcaster.clients", clients, AtomicInteger::get)
        .description("Clients connected here")
        .register(registry);
    Gauge.builder("chatsway.broadcaster.clients.limit", () -> mostClients)
        .description("Clients that may be connected here")
        .register(registry);
  }

  int mostClients() {
    return mostClients;
  }

  /** Counts a client in, unless the instance is full. */
  boolean admit() {
    return clients.getAndUpdate(here -> here < mostClients ? here + 1 : here) < mostClients;
  }

  void clientsLeft(int count) {
    clients.addAndGet(-count);
  }

  void sessionCame() {
    sessions.incrementAndGet();
  }

  void sessionsLeft(int count) {
    sessions.addAndGet(-count);
  }
}
