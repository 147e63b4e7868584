package dev.chatsway.broadcaster;

import dev.chatsway.broadcaster.BroadcasterProtocol.Accepted;
import dev.chatsway.broadcaster.BroadcasterProtocol.ClientCount;
import dev.chatsway.broadcaster.BroadcasterProtocol.Rebalance;
import dev.chatsway.broadcaster.BroadcasterProtocol.Refusal;
import dev.chatsway.broadcaster.BroadcasterProtocol.Refused;
import dev.chatsway.broadcaster.BroadcasterProtocol.Register;
import dev.chatsway.broadcaster.BroadcasterProtocol.Registration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The clients of one Broadcaster: by session, and those that were sent a close message and have not left yet. */
final class Hub {
  private final BroadcasterSettings settings;
  private final Ticks ticks;
  private final OverlayMessages messages;
  private final BroadcasterMetrics metrics;
  private final ClientLimit limit;

  /** In the order of arrival, which is about that in memory: a tick visits all of them. */
  private final Map<UUID, SessionSubscribers> sessions = new LinkedHashMap<>();

  private final Map<ClientQueue, Client> leaving = new HashMap<>();
  private int clients;
  private long arrivals;
  private int toReconnect;
  private int reconnectsPerSecond;
  private long reconnectBefore; // who came later came, perhaps, by being asked
  private SessionSubscribers[] order = {};
  private boolean orderChanged;

  Hub(BroadcasterSettings settings, OverlayMessages messages, BroadcasterMetrics metrics) {
    this.settings = settings;
    this.ticks = Ticks.of(settings);
    this.messages = messages;
    this.metrics = metrics;
    this.limit = metrics.limit();
  }

  boolean isEmpty() {
    return sessions.isEmpty();
  }

  @Nullable
  SessionSubscribers session(UUID id) {
    return sessions.get(id);
  }

  /** The sessions in a fixed order; a new array if, and only if, the set of sessions has changed. */
  SessionSubscribers[] sessions() {
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

  /** Whether all clients that were sent a close message have left. */
  boolean allClosed() {
    return leaving.isEmpty();
  }

  Registration add(Register command) {
    UUID id = command.session();
    SessionSubscribers session = sessions.get(id);
    if (!limit.admit()) {
      return new Refused(Refusal.INSTANCE_FULL, limit.maxClients());
    }
    if (session != null && session.size() >= settings.maxClientsPerSession()) {
      limit.clientsLeft(1);
      return new Refused(Refusal.SESSION_FULL, settings.maxClientsPerSession());
    }
    if (!limit.admit(command.owner())) {
      limit.clientsLeft(1);
      return new Refused(Refusal.OWNER_FULL, limit.maxClientsPerOwner());
    }
    SessionDetails accepted =
        new SessionDetails(command.overlayId(), command.settingsRevision(), command.settings());
    if (session == null) {
      session = new SessionSubscribers(id, command.owner(), accepted, messages, ticks, metrics);
      sessions.put(id, session);
      limit.sessionAdded();
      orderChanged = true;
    }
    session.add(command.queue(), command.protocol(), accepted, arrivals++);
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

  /** Sends the session's clients changed settings, and closes those whose overlay id was replaced. */
  void detailsLoaded(SessionSubscribers session, SessionDetails details) {
    closed(session, session.detailsLoaded(details));
  }

  /** Sends all clients of the session a close message. */
  void close(SessionSubscribers session, CloseReason reason) {
    closed(session, session.closeAll(reason));
  }

  /** Sends all clients a close message. */
  void closeAll(CloseReason reason) {
    for (SessionSubscribers session : List.copyOf(sessions.values())) {
      close(session, reason);
    }
  }

  /** Sends all clients {@code degraded}: at once, and once a second while it lasts. */
  void degradeAll(long tick) {
    sessions.values().forEach(session -> session.degrade(tick));
  }

  /** Evicts clients whose streams have taken nothing for the stall limit; called once a second. */
  void evictStalled(long tick) {
    for (SessionSubscribers session : List.copyOf(sessions.values())) {
      List<Client> stalled = session.removeStalled(tick);
      if (!stalled.isEmpty()) {
        stalled.forEach(this::evict);
        metrics.evicted(session.id(), stalled.size());
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

  /** Has {@link #rebalance} ask that share of the clients that are here now. */
  void startRebalance(Rebalance command) {
    toReconnect = (int) Math.round(clients * command.share());
    reconnectsPerSecond = command.clientsPerSecond();
    reconnectBefore = arrivals;
  }

  /** Asks some clients of quiet sessions to reconnect, if a rebalance goes on; called once a second. */
  void rebalance(long tick) {
    if (toReconnect == 0) {
      return;
    }
    int left = Math.min(toReconnect, reconnectsPerSecond);
    for (SessionSubscribers session : sessions()) {
      if (left > 0 && session.isQuiet(tick)) {
        List<Client> asked = session.rebalance(left, reconnectBefore);
        closed(session, asked);
        metrics.rebalanced(asked.size());
        left -= asked.size();
        toReconnect -= asked.size();
      }
    }
  }

  /** Fails all streams at once and forgets the clients. */
  void abortAll(ClientDisconnectedException why) {
    limit.clientsLeft(clients);
    limit.sessionsLeft(sessions.size());
    clients = 0;
    for (SessionSubscribers session : sessions.values()) {
      limit.clientsLeft(session.owner(), session.size());
      session.abortAll(why);
    }
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

  private void closed(SessionSubscribers session, List<Client> closed) {
    closed.forEach(client -> leaving.put(client.queue, client));
    left(session, closed.size());
  }

  private void left(SessionSubscribers session, int count) {
    clients -= count;
    limit.clientsLeft(count);
    limit.clientsLeft(session.owner(), count);
    if (session.isEmpty() && sessions.remove(session.id(), session)) {
      limit.sessionsLeft(1);
      orderChanged = true;
    }
  }
}
