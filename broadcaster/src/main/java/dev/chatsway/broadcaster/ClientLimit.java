package dev.chatsway.broadcaster;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts sessions and clients of the instance and enforces its limit exactly; shared by all its Broadcasters. */
final class ClientLimit {
  private final int maxClients;
  private final AtomicInteger sessions = new AtomicInteger();
  private final AtomicInteger clients = new AtomicInteger();

  /** Registers the gauges: create one for each instance. */
  ClientLimit(int maxClients, MeterRegistry registry) {
    this.maxClients = maxClients;
    Gauge.builder("chatsway.broadcaster.sessions", sessions, AtomicInteger::get)
        .description("Sessions with a client on this instance")
        .register(registry);
    Gauge.builder("chatsway.broadcaster.clients", clients, AtomicInteger::get)
        .description("Clients connected to this instance")
        .register(registry);
    Gauge.builder("chatsway.broadcaster.clients.limit", () -> maxClients)
        .description("Maximum clients of this instance")
        .register(registry);
  }

  int maxClients() {
    return maxClients;
  }

  /** Counts a client in, unless the instance is full. */
  boolean admit() {
    return clients.getAndUpdate(here -> here < maxClients ? here + 1 : here) < maxClients;
  }

  void clientsLeft(int count) {
    clients.addAndGet(-count);
  }

  void sessionAdded() {
    sessions.incrementAndGet();
  }

  void sessionsLeft(int count) {
    sessions.addAndGet(-count);
  }
}
