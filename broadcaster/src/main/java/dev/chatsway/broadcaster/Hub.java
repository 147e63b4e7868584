package dev.chatsway.broadcaster;

import dev.chatsway.broadcaster.Broadcaster.Accepted;
import dev.chatsway.broadcaster.Broadcaster.ClientCount;
import dev.chatsway.broadcaster.Broadcaster.Refusal;
import dev.chatsway.broadcaster.Broadcaster.Refused;
import dev.chatsway.broadcaster.Broadcaster.Register;
import dev.chatsway.broadcaster.Broadcaster.Registration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who is connected here: the sessions with their clients, and those who were told bye and are on their way out. */
final class Hub {
  private final BroadcasterSettings settings;
  private final Ticks ticks;
  private final OverlayMessages messages;
  private final BroadcasterMetrics metrics;
  private final ClientLimit census;

  private final Map<UUID, SessionSubscribers> sessions = new HashMap<>();
  private final Map<ClientQueue, Client> leaving = new HashMap<>();
  private int clients;
  private SessionSubscribers[] order = {};
  private boolean orderChanged;

  Hub(BroadcasterSettings settings, OverlayMessages messages, BroadcasterMetrics metrics) {
    this.settings = settings;
    this.ticks = Ticks.of(settings);
    this.messages = messages;
    this.metrics = metrics;
    this.census = metrics.census();
  }

  boolean isEmpty() {
    return sessions.isEmpty();
  }

  @Nullable
  SessionSubscribers session(UUID id) {
    return sessions.get(id);
  }

  /** The sessions in a fixed order; another array when, and only when, the set of sessions has changed. */
  SessionSubscribers[] order() {
    if (orderChanged) {
      order = sessions.values().toArray(SessionSubscribers[]::new);
      orderChanged = false;
    }
    return order;
  }

  ClientCount count() {
    return new ClientCount(sessions.size(), clients);
  }

  ClientCount count(UUID id) {
    SessionSubscribers session = sessions.get(id);
    return session == null ? new ClientCount(0, 0) : new ClientCount(1, session.size());
  }

  /** Whether everybody who was told bye is gone. */
  boolean nobodyIsLeaving() {
    return leaving.isEmpty();
  }

  Registration add(Register command) {
    UUID id = command.session();
    SessionSubscribers session = sessions.get(id);
    if (!census.admit()) {
      return new Refused(Refusal.INSTANCE_FULL, census.mostClients());
    }
    if (session != null && session.size() >= settings.maxClientsPerSession()) {
      census.clientsLeft(1);
      return new Refused(Refusal.SESSION_FULL, settings.maxClientsPerSession());
    }
    SessionDetails accepted =
        new SessionDetails(command.overlayId(), command.settingsRevision(), command.settings());
    if (session == null) {
      session = new SessionSubscribers(id, accepted, messages, ticks, metrics);
      sessions.put(id, session);
      census.sessionCame();
      orderChanged = true;
    }
    session.add(command.queue(), command.protocol(), accepted);
    clients++;
    return new Accepted();
  }

  void remove(UUID id, ClientQueue queue) {
    SessionSubscribers session = sessions.get(id);
    if (session != null && session.remove(queue)) {
      left(session, 1);
    } else {
      leaving.remove(queue);
    }
  }

  /** Tells the session's clients what has changed; those with a replaced overlay id are sent away. */
  void detailsLoaded(SessionSubscribers session, SessionDetails details) {
    dismissed(session, session.detailsLoaded(details));
  }

  /** Says bye to all clients of the session. */
  void dismiss(SessionSubscribers session, CloseReason reason) {
    dismissed(session, session.dismissAll(reason));
  }

  /** Says bye to everybody. */
  void dismissAll(CloseReason reason) {
    for (SessionSubscribers session : List.copyOf(sessions.values())) {
      dismiss(session, reason);
    }
  }

  /** There are no values to show: each session says so at once, and once a second while it lasts. */
  void degradeAll(long tick) {
    sessions.values().forEach(session -> session.degrade(tick));
  }

  /** Removes those whose streams have taken nothing for too long; asked once a second. */
  void evictStalled(long tick) {
    for (SessionSubscribers session : List.copyOf(sessions.values())) {
      List<Client> stalled = session.removeStalled(tick);
      if (!stalled.isEmpty()) {
        stalled.forEach(this::evict);
        left(session, stalled.size());
      }
    }
    for (Client client : List.copyOf(leaving.values())) {
      if (client.isStalled(tick, ticks.stallLimit())) {
        evict(client);
        leaving.remove(client.queue);
      }
    }
  }

  /** Ends all streams at once, without a word; nobody is here any more. */
  void abortAll(ClientDisconnectedException why) {
    census.clientsLeft(clients);
    census.sessionsLeft(sessions.size());
    clients = 0;
    sessions.values().forEach(session -> session.abortAll(why));
    leaving.keySet().forEach(queue -> queue.abort(why));
    sessions.clear();
    leaving.clear();
    orderChanged = true;
  }

  private void evict(Client client) {
    if (client.queue.isOpen()) {
      metrics.evictedStalled();
    } else {
      metrics.evictedUnopened();
    }
    client.queue.abort(new ClientDisconnectedException(
        "The client took nothing for " + settings.stallLimit().toSeconds() + " s"));
  }

  private void dismissed(SessionSubscribers session, List<Client> gone) {
    gone.forEach(client -> leaving.put(client.queue, client));
    left(session, gone.size());
  }

  private void left(SessionSubscribers session, int count) {
    clients -= count;
    census.clientsLeft(count);
    if (session.isEmpty() && sessions.remove(session.id(), session)) {
      census.sessionsLeft(1);
      orderChanged = true;
    }
  }
}
