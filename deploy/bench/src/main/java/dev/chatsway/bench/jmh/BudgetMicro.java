package dev.chatsway.bench.jmh;

import dev.chatsway.http.Buckets;
import dev.chatsway.http.Rate;
import java.time.Duration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a vote costs that counts against a budget, with 1,000 owners that vote in turn. */
@State(Scope.Benchmark)
public class BudgetMicro {

  private static final int OWNERS = 1_000;

  private final Buckets budgets = new Buckets(new Rate(5_000, 30_000), 10_000);
  private int next;

  /** One vote. */
  @Benchmark
  public Duration take() {
    next = (next + 1) % OWNERS;
    return budgets.take("twitch:" + next, 1);
  }
}
