package dev.chatsway.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each bench, as small as it goes: it ends by itself and prints the figure that it is there for. */
@Tag("faults") // a minute together
final class BenchIT {

  @ParameterizedTest
  @CsvSource({
    "tick --sessions 20 --seconds 1, tick_p99_ms",
    "fanout --clients 20 --sessions 5 --warm-up 1 --seconds 1, server_us_per_frame",
    "fanout --protocol v2 --clients 20 --sessions 5 --warm-up 1 --seconds 1, ratio",
    "votes --votes 500 --warm-up 500 --rounds 1, ratio",
    "latency --sessions 5 --votes-per-second 20 --seconds 1, latency_p99_ms",
    "chat --channels 5 --lines-per-second 50 --seconds 1, line_to_frame_p99_ms",
    "connect --clients 20, kib_per_connection",
    "start --rounds 1, ready_seconds",
    "webhooks --sessions 20 --events 1 --seconds 2, event_p50_ms",
    "scale --overlays 1000 --instances 2 --primaries 3, instance_dies_back_p99_s",
    "scale --overlays 20 --votes-per-second 20 --instances 2 --primaries 1 --measure --warm-up 1 --seconds 1, instance_dies_all_back_s",
  })
  @Timeout(60)
  void endsAndPrintsItsFigure(String command, String figure) {
    var arguments = command.split(" ", -1);

    var printed = Printed.by(new Bench(), arguments);

    assertThat(printed.status()).isZero();
    assertThat(printed.lines()).anySatisfy(line -> {
      assertThat(line.required("bench").asString()).isEqualTo(arguments[0]);
      assertThat(line.path(figure).asDouble(0)).isPositive();
    });
  }
}
