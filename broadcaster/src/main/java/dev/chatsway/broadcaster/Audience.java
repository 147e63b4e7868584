package dev.chatsway.broadcaster;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The clients of one session that speak one protocol, in the order in which they came. */
final class Audience {
  private final BroadcasterMetrics metrics;
  private final ArrayList<Client> clients = new ArrayList<>(1);

  /** How many at the end of the list have not been shown a value yet. */
  private int newcomers;

  Audience(BroadcasterMetrics metrics) {
    this.metrics = metrics;
  }

  int size() {
    return clients.size();
  }

  boolean isEmpty() {
    return clients.isEmpty();
  }

  boolean hasNewcomers() {
    return newcomers > 0;
  }

  void add(Client client) {
    clients.add(client);
    newcomers++;
  }

  /** Shows all of them a value. */
  void show(Frame value) {
    offerFrom(0, MessageType.VALUE, value);
    newcomers = 0;
  }

  /** Shows a value to those who have not seen one yet. */
  void showNewcomers(Frame value) {
    offerFrom(clients.size() - newcomers, MessageType.VALUE, value);
    newcomers = 0;
  }

  void offer(MessageType slot, Frame frame) {
    offerFrom(0, slot, frame);
  }

  void offerIf(Predicate<Client> which, MessageType slot, Frame frame) {
    for (Client client : clients) {
      if (which.test(client)) {
        offerTo(client, slot, frame);
      }
    }
  }

  void offerTo(Client client, MessageType slot, Frame frame) {
    metrics.offered(client.queue.offer(slot, frame));
  }

  boolean remove(ClientQueue queue) {
    return !removeIf(client -> client.queue == queue).isEmpty();
  }

  List<Client> removeIf(Predicate<Client> which) {
    List<Client> removed = List.of();
    for (int i = clients.size() - 1; i >= 0; i--) {
      if (which.test(clients.get(i))) {
        if (i >= clients.size() - newcomers) {
          newcomers--;
        }
        removed = removed.isEmpty() ? new ArrayList<>(1) : removed;
        removed.add(clients.remove(i));
      }
    }
    return removed;
  }

  private void offerFrom(int first, MessageType slot, Frame frame) {
    for (int i = first; i < clients.size(); i++) {
      offerTo(clients.get(i), slot, frame);
    }
  }
}
