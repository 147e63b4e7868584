package dev.chatsway.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.HdrHistogram.Recorder;
import org.junit.jupiter.api.Test;

final class VoteLatencyTrackerTest {

  private final Recorder latency = new Recorder(3);
  private final VoteLatencyTracker sightings = new VoteLatencyTracker(latency);

  @Test
  void everyVoteIsMeasuredToTheFrameThatShowsIt() {
    sightings.shown(5, 0);
    sightings.acknowledged(100);
    sightings.acknowledged(200);
    sightings.acknowledged(300);

    sightings.shown(7, 1_000);

    var seen = latency.getIntervalHistogram();
    assertThat(seen.getTotalCount()).as("the third is not shown yet").isEqualTo(2);
    assertThat(seen.getMinNonZeroValue()).isEqualTo(800);
    assertThat(seen.getMaxValue()).isEqualTo(900);
  }

  @Test
  void aFrameThatOvertookTheAcknowledgementTookNoTime() {
    sightings.shown(1, 0);
    sightings.shown(2, 50);

    sightings.acknowledged(60);
    sightings.acknowledged(70);
    sightings.shown(3, 90);

    var seen = latency.getIntervalHistogram();
    assertThat(seen.getTotalCount()).isEqualTo(2);
    assertThat(seen.getCountAtValue(0)).isEqualTo(1);
    assertThat(seen.getMaxValue()).isEqualTo(20);
  }

  @Test
  void aFrameThatShowsNoVoteMeasuresNothing() {
    sightings.shown(1, 0);
    sightings.acknowledged(10);

    sightings.shown(1, 4_500);

    assertThat(latency.getIntervalHistogram().getTotalCount()).isZero();
  }

  @Test
  void theRevisionIsFoundInAValueOnly() {
    assertThat(revision("..{\"type\":\"value\",\"revision\":1234}")).isEqualTo(1234);
    assertThat(revision("..{\"type\":\"hello\",\"tickMillis\":50}")).isEqualTo(-1);
  }

  private static long revision(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return LatencyRun.revision(bytes, 2, bytes.length - 2);
  }
}
