package dev.chatsway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EventStreamSettingsTest {

  @Test
  void aStreamLastsFiveMinutes() {
    assertThat(EventStreamSettings.from(ConfigFactory.load()))
        .isEqualTo(new EventStreamSettings(Duration.ofMinutes(5)));
  }

  @ParameterizedTest
  @CsvSource({"99ms, 99", "3600001ms, 3600001"})
  void whatIsOutOfRangeIsRefusedByKeyValueAndRange(String value, long millis) {
    assertThatThrownBy(() -> longest(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("chatsway.gateway.event-stream.longest: " + millis
            + " ms is not within 100 to 3600000");
  }

  @ParameterizedTest
  @CsvSource({"100ms, 100", "1h, 3600000"})
  void theEndsOfTheRangeAreAllowed(String value, long millis) {
    assertThat(longest(value).longest()).isEqualTo(Duration.ofMillis(millis));
  }

  private static EventStreamSettings longest(String value) {
    return EventStreamSettings.from(
        ConfigFactory.parseString("chatsway.gateway.event-stream.longest = " + value));
  }
}
