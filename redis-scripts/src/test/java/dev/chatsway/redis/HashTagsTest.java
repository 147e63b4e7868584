package dev.chatsway.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.redis.topology.SlotMap;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HashTagsTest {

  private static final int SLOTS = 16_384;

  @Test
  void everyBucketHasTheMiddleOfItsOwnSlots() {
    assertThat(IntStream.range(0, HashTags.BUCKETS))
        .allSatisfy(bucket -> assertThat(slot(bucket)).isEqualTo(64 * bucket + 32));
  }

  @Test
  void noPrimaryOf1To64HasMoreThan125PercentOfItsShare() {
    for (int primaries = 1; primaries <= 64; primaries++) {
      var buckets = new int[primaries];
      for (int bucket = 0; bucket < HashTags.BUCKETS; bucket++) {
        buckets[primaryOf(slot(bucket), primaries)]++;
      }
      int fullest = IntStream.of(buckets).max().orElseThrow();
      assertThat((double) fullest * primaries / HashTags.BUCKETS)
          .as("fullest of %d primaries", primaries)
          .isLessThanOrEqualTo(1.25);
    }
  }

  /** Pins some tags: sessions of a released version are found by them. */
  @ParameterizedTest
  @CsvSource({"0, e8a", "1, iy8", "128, ow7", "255, qmh"})
  void tagsNeverChange(int bucket, String tag) {
    assertThat(HashTags.of(bucket)).isEqualTo(tag);
  }

  @Test
  void aSessionsKeysCarryTheTagOfItsBucket() {
    UUID id = UUID.fromString("00000000-0000-4000-8000-000000000000");

    assertThat(new String(SessionKeys.of(id).live(), StandardCharsets.US_ASCII))
        .isEqualTo("chatsway:{" + HashTags.of(SessionKeys.bucket(id)) + "}:live:" + id);
  }

  /** Splits the slots as {@code redis-cli --cluster create} does. */
  private static int primaryOf(int slot, int primaries) {
    double each = (double) SLOTS / primaries;
    double cursor = 0;
    for (int primary = 0; primary < primaries; primary++) {
      long last = primary == primaries - 1 ? SLOTS - 1 : Math.round(cursor + each - 1);
      if (slot <= last) {
        return primary;
      }
      cursor += each;
    }
    throw new IllegalArgumentException("slot " + slot);
  }

  private static int slot(int bucket) {
    return SlotMap.slot(
        ("chatsway:{" + HashTags.of(bucket) + "}:live:x").getBytes(StandardCharsets.US_ASCII));
  }
}
