package dev.chatsway.broadcaster;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

/** One session's clients, what they were last told, and what they are due. Belongs to the Broadcaster's thread. */
final class SessionSubscribers {
  private enum Told {
    NOTHING,
    LIVE,
    DEGRADED
  }

  private final UUID id;
  private final OverlayMessages messages;
  private final Ticks ticks;
  private final Audience defaults;
  private final Audience v2;

  private SessionDetails details;
  private boolean reload;
  private boolean loading;

  private Told told = Told.NOTHING;
  private long degradedAgainAt;
  private long keepAliveAt;
  private long revision;
  private long shownRevision; // 0: nothing was shown yet
  private long settingsRevision;
  private double decayRate;

  SessionSubscribers(
      UUID id,
      SessionDetails details,
      OverlayMessages messages,
      Ticks ticks,
      BroadcasterMetrics metrics) {
    this.id = id;
    this.details = details;
    this.messages = messages;
    this.ticks = ticks;
    defaults = new Audience(metrics);
    v2 = new Audience(metrics);
  }

  UUID id() {
    return id;
  }

  int size() {
    return defaults.size() + v2.size();
  }

  boolean isEmpty() {
    return defaults.isEmpty() && v2.isEmpty();
  }

  /** Takes a client in; it sees a value with the next reading. Details as they were when it was accepted. */
  void add(ClientQueue queue, Protocol protocol, SessionDetails accepted) {
    Client client = new Client(queue, accepted.overlayId(), accepted.settingsRevision());
    reload |= accepted.settingsRevision() != details.settingsRevision();
    audience(protocol).add(client);
    if (protocol == Protocol.V2) {
      SessionDetails newest = client.isCoveredBy(details) ? details : accepted;
      v2.offerTo(client, MessageType.HELLO, messages.hello(newest.settings()));
    }
    if (told == Told.DEGRADED) {
      if (protocol == Protocol.V2) {
        v2.offerTo(client, MessageType.STATUS, messages.degraded());
      } else {
        defaults.offerTo(client, MessageType.VALUE, messages.noValue());
      }
    }
  }

  boolean remove(ClientQueue queue) {
    return defaults.remove(queue) || v2.remove(queue);
  }

  /**
   * Sends each client what it is due of a reading in which this session is live.
   *
   * @return whether it has been written since the reading that was shown before
   */
  boolean show(LiveStates reading, int i, long tick) {
    if (!defaults.isEmpty()) {
      defaults.show(messages.value(reading.value(i)));
    }
    if (!v2.isEmpty()) {
      showCurve(reading, i, tick);
    }
    told = Told.LIVE;
    long before = shownRevision;
    shownRevision = reading.revision(i);
    return before != 0 && before != shownRevision;
  }

  private void showCurve(LiveStates reading, int i, long tick) {
    boolean isBack = told != Told.LIVE;
    boolean moved = hasMoved(reading, i);
    if (isBack || moved || tick >= keepAliveAt) {
      Frame curve = messages.curve(reading, i);
      if (told == Told.DEGRADED) {
        v2.offer(MessageType.STATUS, messages.active());
      }
      v2.show(curve);
      // Many sessions come back at once; their keep-alives must not.
      keepAliveAt =
          tick + (isBack ? 1 + Math.floorMod(id.hashCode(), ticks.keepAlive()) : ticks.keepAlive());
    } else if (v2.hasNewcomers()) {
      v2.showNewcomers(messages.curve(reading, i));
    }
  }

  private boolean hasMoved(LiveStates reading, int i) {
    long newRevision = reading.revision(i);
    long newSettingsRevision = reading.settingsRevision(i);
    double newDecayRate = reading.decayRate(i);
    boolean moved = newRevision != revision
        || newSettingsRevision != settingsRevision
        || newDecayRate != decayRate;
    revision = newRevision;
    settingsRevision = newSettingsRevision;
    decayRate = newDecayRate;
    return moved;
  }

  /**
   * There is no value to show: says so at once, and once a second while it lasts.
   *
   * @return whether this is news
   */
  boolean degrade(long tick) {
    boolean isNews = told != Told.DEGRADED;
    told = Told.DEGRADED;
    if (isNews || tick >= degradedAgainAt) {
      degradedAgainAt = tick + ticks.second();
      v2.offer(
          MessageType.VALUE,
          messages.degraded()); // in place of a value from before that still waits
      defaults.offer(MessageType.VALUE, messages.noValue());
    }
    return isNews;
  }

  /** Whether the details are to be asked for, now that a reading has this settings revision. */
  boolean wantsDetails(long currentSettingsRevision) {
    return !loading && (reload || currentSettingsRevision != details.settingsRevision());
  }

  void detailsAsked() {
    loading = true;
    reload = false;
  }

  void detailsFailed() {
    loading = false;
    reload = true;
  }

  /** Tells the clients what has changed; those whose overlay id was replaced are sent away and returned. */
  List<Client> detailsLoaded(SessionDetails latest) {
    boolean settingsChanged = !latest.settings().equals(details.settings());
    details = latest;
    loading = false;
    List<Client> rotated = dismiss(client -> client.isRotatedBy(latest), CloseReason.ROTATED);
    if (settingsChanged) {
      v2.offerIf(
          client -> client.isCoveredBy(latest),
          MessageType.SETTINGS,
          messages.settings(latest.settings()));
    }
    return rotated;
  }

  /** Says bye to all, and returns them. */
  List<Client> dismissAll(CloseReason reason) {
    return dismiss(client -> true, reason);
  }

  /** Removes and returns the clients that have taken nothing for too long; asked once a second. */
  List<Client> removeStalled(long tick) {
    return removeIf(client -> client.isStalled(tick, ticks.stallLimit()));
  }

  /** Ends all streams at once. */
  void abortAll(ClientDisconnectedException why) {
    removeIf(client -> true).forEach(client -> client.queue.abort(why));
  }

  private List<Client> dismiss(Predicate<Client> which, CloseReason reason) {
    for (Protocol protocol : Protocol.values()) {
      audience(protocol).offerIf(which, MessageType.BYE, messages.bye(protocol, reason));
    }
    return removeIf(which);
  }

  private List<Client> removeIf(Predicate<Client> which) {
    List<Client> removed = defaults.removeIf(which);
    List<Client> removedV2 = v2.removeIf(which);
    if (removed.isEmpty() || removedV2.isEmpty()) {
      return removed.isEmpty() ? removedV2 : removed;
    }
    List<Client> both = new ArrayList<>(removed);
    both.addAll(removedV2);
    return both;
  }

  private Audience audience(Protocol protocol) {
    return protocol == Protocol.V2 ? v2 : defaults;
  }
}
