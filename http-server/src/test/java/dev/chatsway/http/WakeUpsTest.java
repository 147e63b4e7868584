package dev.chatsway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class WakeUpsTest {

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final List<String> done = new ArrayList<>();
  private final WakeUps wakeUps = new WakeUps(tasks::add, Runnable::run);

  @Test
  void whatArrivesDuringAFanOutWaitsForOneBatch() {
    for (int i = 0; i < 10 * WakeUps.BATCH; i++) {
      wakeUps.add(wakeUp("overlay"));
    }
    tasks.remove().run();
    tasks.add(() -> done.add("vote"));
    runAll();

    assertThat(done.indexOf("vote")).isEqualTo(WakeUps.BATCH);
    assertThat(done).hasSize(10 * WakeUps.BATCH + 1);
  }

  @Test
  void eachIsWokenInItsTurn() {
    wakeUps.add(wakeUp("first"));
    wakeUps.add(wakeUp("second"));
    runAll();
    wakeUps.add(wakeUp("third"));
    runAll();

    assertThat(done).containsExactly("first", "second", "third");
  }

  @Test
  void oneThatIsAddedWhileOthersAreWokenIsNotForgotten() {
    wakeUps.add(() -> wakeUps.add(wakeUp("late")));
    runAll();

    assertThat(done).containsExactly("late");
    assertThat(tasks).isEmpty();
  }

  private void runAll() {
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }

  private Runnable wakeUp(String name) {
    return () -> done.add(name);
  }
}
