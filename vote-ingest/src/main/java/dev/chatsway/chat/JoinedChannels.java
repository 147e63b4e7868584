package dev.chatsway.chat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The channels of one connection, by login: which are still to be joined, oldest first, and which Twitch has confirmed.
 * JOINs are limited to what Twitch allows unverified users: 20 within 10 s. JOINs beyond that get no answer.
 */
final class JoinedChannels {

  static final int JOINS = 20;

  /** A second more than Twitch's, because two JOINs can arrive closer together than they were sent. */
  static final Duration WINDOW = Duration.ofSeconds(11);

  private enum State {
    TO_JOIN,
    ASKED,
    CONFIRMED
  }

  private final Map<String, State> channels = new LinkedHashMap<>();
  private final ArrayDeque<Long> joins =
      new ArrayDeque<>(JOINS); // when the newest were sent, in ns

  /** Adds a channel to be joined; does nothing if it is present. */
  void add(String login) {
    channels.putIfAbsent(login, State.TO_JOIN);
  }

  /** Removes a channel; true if a JOIN was sent for it. */
  boolean remove(String login) {
    var was = channels.remove(login);
    return was != null && was != State.TO_JOIN;
  }

  Set<String> logins() {
    return Set.copyOf(channels.keySet());
  }

  /** The next channel to join now, marked as requested; empty if there is none, or the rate limit requires a wait. */
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

  /** How long the next JOIN has to wait; not positive if it does not. */
  Duration pause(long nowNanos) {
    return joins.size() < JOINS
        ? Duration.ZERO
        : Duration.ofNanos(joins.getFirst() + WINDOW.toNanos() - nowNanos);
  }

  /** Records a confirmed JOIN; true if it was requested and this is news. */
  boolean confirm(String login) {
    return channels.replace(login, State.ASKED, State.CONFIRMED);
  }

  /** Records a refused or ended JOIN; false if the channel is not on this connection. */
  boolean refuse(String login) {
    return channels.replace(login, State.ASKED) != null;
  }

  /** Whether a JOIN was sent and not confirmed. */
  boolean isAsked(String login) {
    return channels.get(login) == State.ASKED;
  }

  /** Marks a channel to be joined again. */
  void retry(String login) {
    channels.replace(login, State.TO_JOIN);
  }

  /** Marks all to be joined again, on another connection. */
  void retryAll() {
    channels.replaceAll((login, state) -> State.TO_JOIN);
  }
}
