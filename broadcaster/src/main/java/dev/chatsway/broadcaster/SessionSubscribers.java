package dev.chatsway.broadcaster;

import dev.chatsway.session.LiveRound.Phase;
import dev.chatsway.session.LiveState;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The clients of one session: what they were last sent, and what to send them next. Confined to its Broadcaster. */
final class SessionSubscribers {
  private enum Status {
    NONE,
    LIVE,
    DEGRADED
  }

  private static final int QUIET_SECONDS = 3;

  private final UUID id;
  private final @Nullable String owner;
  private final OverlayMessages messages;
  private final Ticks ticks;
  private final BroadcasterMetrics metrics;

  /** In the order in which they came. */
  private final ArrayList<Client> clients = new ArrayList<>(1);

  private int v2Clients;

  /** How many clients at the end of the list have not been sent a value yet. */
  private int awaitingFirstValue;

  private SessionDetails details;
  private boolean reload;
  private boolean loading;

  private Status lastSent = Status.NONE;
  private long degradedAgainAt;
  private long keepAliveAt;
  private long movedAt;
  private long revision; // 0: no value was sent yet
  private long settingsRevision;
  private double decayRate;
  private Phase roundPhase = Phase.NONE;
  private long settleAgainAt;

  SessionSubscribers(
      UUID id,
      @Nullable String owner,
      SessionDetails details,
      OverlayMessages messages,
      Ticks ticks,
      BroadcasterMetrics metrics) {
    this.id = id;
    this.owner = owner;
    this.details = details;
    this.messages = messages;
    this.ticks = ticks;
    this.metrics = metrics;
  }

  UUID id() {
    return id;
  }

  /** The account that owns the session; null if there is none. */
  @Nullable
  String owner() {
    return owner;
  }

  int size() {
    return clients.size();
  }

  boolean isEmpty() {
    return clients.isEmpty();
  }

  /** The revision that clients were sent last; 0 if none. */
  long revision() {
    return revision;
  }

  /** Adds the client of that number, which is sent a value with the next reading. */
  void add(ClientQueue queue, Protocol protocol, SessionDetails accepted, long number) {
    Client client = new Client(queue, protocol, accepted, number);
    reload |= accepted.settingsRevision() != details.settingsRevision();
    clients.add(client);
    awaitingFirstValue++;
    if (protocol == Protocol.V2) {
      v2Clients++;
      SessionDetails newest = client.isCoveredBy(details) ? details : accepted;
      send(client, MessageType.HELLO, messages.hello(newest.settings()));
    }
    if (lastSent == Status.DEGRADED) {
      if (protocol == Protocol.V2) {
        send(client, MessageType.STATUS, messages.degraded());
      } else {
        send(client, MessageType.VALUE, messages.noValue());
      }
    }
  }

  boolean remove(ClientQueue queue) {
    return !removeIf(client -> client.queue == queue).isEmpty();
  }

  /**
   * Sends each client what it needs of an existing session's state.
   *
   * @return whether the session was written since the last reading sent
   */
  boolean broadcast(LiveState state, long tick) {
    long before = revision;
    boolean moved = moveTo(state);
    if (moved) {
      movedAt = tick;
    }
    if (v2Clients < clients.size()) {
      send(0, Protocol.DEFAULT, MessageType.VALUE, messages.value(state.value()));
    }
    if (v2Clients > 0) {
      broadcastCurve(state, tick, moved);
    }
    lastSent = Status.LIVE;
    awaitingFirstValue = 0;
    return before != 0 && before != revision;
  }

  private void broadcastCurve(LiveState state, long tick, boolean moved) {
    boolean isBack = lastSent != Status.LIVE;
    if (isBack || moved || tick >= keepAliveAt) {
      Frame curve = messages.curve(state);
      if (lastSent == Status.DEGRADED) {
        send(0, Protocol.V2, MessageType.STATUS, messages.active());
      }
      send(0, Protocol.V2, MessageType.VALUE, curve);
      // Many sessions recover at once; their keep-alives must not be due at once.
      keepAliveAt =
          tick + (isBack ? 1 + Math.floorMod(id.hashCode(), ticks.keepAlive()) : ticks.keepAlive());
    } else if (awaitingFirstValue > 0) {
      int first = clients.size() - awaitingFirstValue;
      send(first, Protocol.V2, MessageType.VALUE, messages.curve(state));
    }
  }

  private boolean moveTo(LiveState state) {
    long newRevision = state.revision();
    long newSettingsRevision = state.settingsRevision();
    double newDecayRate = state.decayRate();
    Phase newRoundPhase = state.roundPhase();
    boolean moved = newRevision != revision
        || newSettingsRevision != settingsRevision
        || newDecayRate != decayRate
        || newRoundPhase != roundPhase;
    revision = newRevision;
    settingsRevision = newSettingsRevision;
    decayRate = newDecayRate;
    roundPhase = newRoundPhase;
    return moved;
  }

  /**
   * Sends {@code degraded}: at once, and once a second while it lasts.
   *
   * @return whether this is news to the clients
   */
  boolean degrade(long tick) {
    boolean isNews = lastSent != Status.DEGRADED;
    lastSent = Status.DEGRADED;
    if (isNews || tick >= degradedAgainAt) {
      degradedAgainAt = tick + ticks.second();
      // As VALUE, so that it replaces a value from before that still waits.
      send(0, Protocol.V2, MessageType.VALUE, messages.degraded());
      send(0, Protocol.DEFAULT, MessageType.VALUE, messages.noValue());
    }
    return isNews;
  }

  /**
   * Whether to have the store settle the session's round now: at once when a reading shows that it is due, and once a
   * second until it is settled.
   */
  boolean needsSettling(LiveState state, long tick) {
    if (!state.isRoundDue()) {
      settleAgainAt = 0;
      return false;
    }
    boolean isTime = tick >= settleAgainAt;
    if (isTime) {
      settleAgainAt = tick + ticks.second();
    }
    return isTime;
  }

  /** Whether to load the details again, given the settings revision of a reading. */
  boolean needsDetails(long currentSettingsRevision) {
    return !loading && (reload || currentSettingsRevision != details.settingsRevision());
  }

  void detailsRequested() {
    loading = true;
    reload = false;
  }

  void detailsFailed() {
    loading = false;
    reload = true;
  }

  /**
   * Sends changed settings, and closes and returns the clients whose overlay id was replaced; all clients of a session that
   * was suspended.
   */
  List<Client> detailsLoaded(SessionDetails latest) {
    boolean settingsChanged = !latest.settings().equals(details.settings());
    details = latest;
    loading = false;
    List<Client> closed = latest.suspended()
        ? close(client -> client.isCoveredBy(latest), CloseReason.UNAVAILABLE)
        : close(client -> client.isRotatedBy(latest), CloseReason.ROTATED);
    if (settingsChanged) {
      Frame settings = messages.settings(latest.settings());
      for (Client client : clients) {
        if (client.protocol == Protocol.V2 && client.isCoveredBy(latest)) {
          send(client, MessageType.SETTINGS, settings);
        }
      }
    }
    return closed;
  }

  /** Sends all clients a close message, removes and returns them. */
  List<Client> closeAll(CloseReason reason) {
    return close(client -> true, reason);
  }

  /** Whether clients see live values that only decayed for a while: no votes, and no round. */
  boolean isQuiet(long tick) {
    return lastSent == Status.LIVE
        && tick - movedAt >= QUIET_SECONDS * ticks.second()
        && (roundPhase == Phase.NONE || roundPhase == Phase.OVER);
  }

  /** Asks up to {@code limit} chatsway.v2 clients that came before that number to reconnect; removes and returns them. */
  List<Client> rebalance(int limit, long before) {
    if (v2Clients == 0) {
      return List.of();
    }
    int[] left = {limit};
    return close(
        client -> client.protocol == Protocol.V2 && client.number < before && left[0]-- > 0,
        CloseReason.REBALANCE);
  }

  /** Removes and returns the clients that have taken nothing for the stall limit; called once a second. */
  List<Client> removeStalled(long tick) {
    return removeIf(client -> client.isStalled(tick, ticks.stallLimit()));
  }

  /** Fails all streams at once. */
  void abortAll(ClientDisconnectedException why) {
    removeIf(client -> true).forEach(client -> client.queue.abort(why));
  }

  private List<Client> close(Predicate<Client> which, CloseReason reason) {
    Frame bye = messages.bye(Protocol.DEFAULT, reason);
    Frame byeV2 = messages.bye(Protocol.V2, reason);
    List<Client> closed = removeIf(which);
    closed.forEach(
        client -> send(client, MessageType.BYE, client.protocol == Protocol.V2 ? byeV2 : bye));
    return closed;
  }

  private List<Client> removeIf(Predicate<Client> which) {
    List<Client> removed = List.of();
    for (int i = clients.size() - 1; i >= 0; i--) {
      Client client = clients.get(i);
      if (which.test(client)) {
        if (i >= clients.size() - awaitingFirstValue) {
          awaitingFirstValue--;
        }
        if (client.protocol == Protocol.V2) {
          v2Clients--;
        }
        removed = removed.isEmpty() ? new ArrayList<>(1) : removed;
        removed.add(clients.remove(i));
      }
    }
    return removed;
  }

  /** Sends a frame to the clients of one protocol, from the given place in the list on. */
  private void send(int first, Protocol protocol, MessageType type, Frame frame) {
    for (int i = first; i < clients.size(); i++) {
      Client client = clients.get(i);
      if (client.protocol == protocol) {
        send(client, type, frame);
      }
    }
  }

  private void send(Client client, MessageType type, Frame frame) {
    metrics.offered(client.queue.offer(type, frame));
  }
}
