package dev.chatsway.twitch.chat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The channels of one connection, by login: which are still to be joined, oldest first, and which Twitch has confirmed. JOINs
 * go no faster than Twitch allows a user that is not verified: 20 within 10 s. What is above it gets no answer.
 */
final class JoinedChannels {

  static final int JOINS = 20;

  /** A second more than Twitch's, since two JOINs can arrive closer together than they were sent. */
  static final Duration WINDOW = Duration.ofSeconds(11);

  private enum State {
    TO_JOIN,
    ASKED,
    CONFIRMED
  }

  private final Map<String, State> channels = new LinkedHashMap<>();
  private final ArrayDeque<Long> joins =
      new ArrayDeque<>(JOINS); // when the newest were sent, in ns

  /** Adds a channel to be joined; nothing if it is there. */
  void add(String login) {
    channels.putIfAbsent(login, State.TO_JOIN);
  }

  /** Removes a channel; true if Twitch was asked to let us in. */
  boolean remove(String login) {
    var was = channels.remove(login);
    return was != null && was != State.TO_JOIN;
  }

  Set<String> logins() {
    return Set.copyOf(channels.keySet());
  }

  /** The next channel to join now, which counts as asked; empty if there is none, or the rate wants it to wait. */
  Optional<String> next(long nowNanos) {
    if (pause(nowNanos).compareTo(Duration.ZERO) > 0) {
      return Optional.empty();
    }
    var next = waiting();
    next.ifPresent(login -> {
      if (joins.size() == JOINS) {
        joins.removeFirst();
      }
      joins.addLast(nowNanos);
      channels.put(login, State.ASKED);
    });
    return next;
  }

  boolean isAnyWaiting() {
    return waiting().isPresent();
  }

  private Optional<String> waiting() {
    return channels.entrySet().stream()
        .filter(each -> each.getValue() == State.TO_JOIN)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** How long the rate wants the next JOIN to wait; not positive if it need not. */
  Duration pause(long nowNanos) {
    return joins.size() < JOINS
        ? Duration.ZERO
        : Duration.ofNanos(joins.getFirst() + WINDOW.toNanos() - nowNanos);
  }

  /** Notes that Twitch lets us in; true if it was asked, and that is news. */
  boolean confirm(String login) {
    return channels.replace(login, State.ASKED, State.CONFIRMED);
  }

  /** Notes that Twitch does not let us in, or no longer; false if the channel is not ours. */
  boolean refuse(String login) {
    return channels.replace(login, State.ASKED) != null;
  }

  /** Whether Twitch was asked and has not let us in. */
  boolean isAsked(String login) {
    return channels.get(login) == State.ASKED;
  }

  /** A channel is to be joined once more. */
  void retry(String login) {
    channels.replace(login, State.TO_JOIN);
  }

  /** All are to be joined once more, on another connection. */
  void retryAll() {
    channels.replaceAll((login, state) -> State.TO_JOIN);
  }
}
