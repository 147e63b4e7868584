package dev.chatsway.broadcaster;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Counts sessions and clients of the instance and of each owner, and enforces their limits exactly; shared by all its
 * Broadcasters.
 */
final class ClientLimit {
  private final int maxClients;
  private final int maxClientsPerOwner;
  private final AtomicInteger sessions = new AtomicInteger();
  private final AtomicInteger clients = new AtomicInteger();
  private final ConcurrentMap<String, Integer> clientsOfOwners = new ConcurrentHashMap<>();

  /** Registers the gauges: create one for each instance. */
  ClientLimit(int maxClients, int maxClientsPerOwner, MeterRegistry registry) {
    this.maxClients = maxClients;
    this.maxClientsPerOwner = maxClientsPerOwner;
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

  int maxClientsPerOwner() {
    return maxClientsPerOwner;
  }

  /** Counts a client of an owner in, unless its sessions have enough; without an owner there is no such limit. */
  boolean admit(@Nullable String owner) {
    if (owner == null) {
      return true;
    }
    if (clientsOfOwners.merge(owner, 1, Integer::sum) <= maxClientsPerOwner) {
      return true;
    }
    clientsLeft(owner, 1);
    return false;
  }

  void clientsLeft(@Nullable String owner, int count) {
    if (owner != null) {
      clientsOfOwners.computeIfPresent(
          owner, (key, here) -> here <= count ? null : Integer.valueOf(here - count));
    }
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
