package dev.chatsway.broadcaster;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Collects a number of replies and passes them on together. */
final class Aggregator {
  private enum Timeout {
    INSTANCE
  }

  private Aggregator() {}

  /**
   * Stops after the last reply, or after {@code limit} without one, passing nothing on. The requester has a timeout of
   * its own, and learns of a missing reply from that.
   */
  static <A> Behavior<A> create(
      Class<A> type, int expected, Duration limit, Consumer<List<A>> whenAll) {
    return Behaviors.<Object>setup(context -> {
          List<A> replies = new ArrayList<>(expected);
          context.setReceiveTimeout(limit, Timeout.INSTANCE);
          return Behaviors.receive(Object.class)
              .onMessage(type, reply -> {
                replies.add(reply);
                if (replies.size() < expected) {
                  return Behaviors.same();
                }
                whenAll.accept(replies);
                return Behaviors.stopped();
              })
              .onMessageEquals(Timeout.INSTANCE, Behaviors::stopped)
              .build();
        })
        .narrow();
  }
}
