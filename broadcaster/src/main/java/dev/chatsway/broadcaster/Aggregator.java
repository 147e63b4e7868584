package dev.chatsway.broadcaster;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Waits for one answer of each who was asked, hands them over together, and ends. */
final class Aggregator {
  private Aggregator() {}

  /** Ends with the actor that spawned it, if one who was asked never answers. */
  static <A> Behavior<A> create(Class<A> type, int expected, Consumer<List<A>> whenAll) {
    return Behaviors.setup(context -> {
      List<A> answers = new ArrayList<>(expected);
      return Behaviors.receive(type)
          .onMessage(type, answer -> {
            answers.add(answer);
            if (answers.size() < expected) {
              return Behaviors.same();
            }
            whenAll.accept(answers);
            return Behaviors.stopped();
          })
          .build();
    });
  }
}
