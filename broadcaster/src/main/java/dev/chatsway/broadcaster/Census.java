package dev.chatsway.broadcaster;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Who is on this instance, whichever Broadcaster they are with: the one thing that its Broadcasters share. Counted by their
 * threads, so that the limit of the instance is exact, and read by whoever scrapes.
 */
final class Census {
  private final int mostClients;
  private final AtomicInteger sessions = new AtomicInteger();
  private final AtomicInteger clients = new AtomicInteger();

  Census(int mostClients) {
    this.mostClients = mostClients;
  }

  int mostClients() {
    return mostClients;
  }

  int sessions() {
    return sessions.get();
  }

  int clients() {
    return clients.get();
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
