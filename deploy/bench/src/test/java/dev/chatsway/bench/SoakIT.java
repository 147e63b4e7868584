package dev.chatsway.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A minute of what {@code ./chatsway soak} does for hours, and of its nemesis. */
final class SoakIT {

  @Test
  @Tag("heavy")
  void afterAMinuteWithFailoversAServerHoldsWhatItHeldAtFirst() {
    var printed = Printed.by(new Soak(), "--minutes=1", "--every=20", "--votes=30");

    assertThat(printed.lines()).hasSize(4);
    var end = printed.lines().get(3);
    assertThat(end.required("because").asString()).isEmpty();
    assertThat(printed.status()).isZero();
    assertThat(end.required("votes_counted").asLong()).isGreaterThan(60 * 30 / 2);
    assertThat(end.required("votes_refused").asLong()).isPositive(); // Redis was really away
  }

  @Test
  @Tag("heavy")
  void inAMinuteOfFaultsInRandomOrderVotesAndFramesFollowTheModel() {
    var printed = Printed.by(new Soak(), "--nemesis", "--seed=5", "--minutes=1");

    var end = printed.lines().get(printed.lines().size() - 1);
    assertThat(end.required("because").asString()).isEmpty();
    assertThat(printed.status()).isZero();
    assertThat(end.required("lost").asLong()).isZero();
    assertThat(end.required("faults").asLong()).isPositive();
    assertThat(end.required("votes").asLong()).isPositive();
    assertThat(end.required("frames").asLong()).isPositive();
  }

  @Test
  void whateverHasGrownIsNamed() {
    var first = new SoakSample(50L << 20, 30, 100, 200, 1_000);

    assertThat(new SoakSample(52L << 20, 33, 110, 203, 9_000).grownSince(first)).isEmpty();
    assertThat(new SoakSample(90L << 20, 60, 200, 300, 1_000).grownSince(first))
        .satisfiesExactly(
            heap -> assertThat(heap).startsWith("heap: "),
            threads -> assertThat(threads).isEqualTo("threads: 60, at first 30, allowed 38"),
            descriptors -> assertThat(descriptors).startsWith("descriptors: "),
            keys -> assertThat(keys).startsWith("lasting keys: "));
  }
}
