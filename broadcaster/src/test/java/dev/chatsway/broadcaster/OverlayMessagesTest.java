package dev.chatsway.broadcaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

final class OverlayMessagesTest {
  private final OverlayMessages messages =
      new OverlayMessages(Text::new, Duration.ofMillis(50), "0.1.0+abc");

  @Property
  void aValueIsWrittenAsBigDecimalRoundsIt(
      @ForAll @DoubleRange(min = -100, max = 100) double value) {
    BigDecimal exact = new BigDecimal(value);
    BigDecimal written = written(value);

    assertThat(written.subtract(exact).abs()).isLessThanOrEqualTo(new BigDecimal("0.00500000001"));
    if (!isNearATie(exact)) {
      assertThat(written).isEqualByComparingTo(exact.setScale(2, RoundingMode.HALF_UP));
    }
  }

  @Property
  void twoDecimalsAreKept(@ForAll @IntRange(min = -10000, max = 10000) int cents) {
    assertThat(written(cents / 100.0)).isEqualTo(BigDecimal.valueOf(cents, 2));
  }

  @Property
  void bothSidesAreRoundedAlike(@ForAll @DoubleRange(min = 0, max = 100) double value) {
    assertThat(written(-value)).isEqualByComparingTo(written(value).negate());
  }

  @Example
  void minusZeroIsZero() {
    assertThat(messages.value(-0.0).text()).isEqualTo("{\"value\":0.00,\"status\":\"active\"}");
    assertThat(messages.value(-0.004).text()).isEqualTo("{\"value\":0.00,\"status\":\"active\"}");
    assertThat(messages.value(-0.005).text()).isEqualTo("{\"value\":-0.01,\"status\":\"active\"}");
  }

  @Example
  void anUnchangedValueIsNotEncodedAgain() {
    assertThat(messages.value(12.341)).isSameAs(messages.value(12.339));
  }

  @Example
  void aValueOutsideTheLawIsNeverShown() {
    for (double value : new double[] {100.01, -100.01, Double.NaN}) {
      assertThatThrownBy(() -> messages.value(value)).hasMessageContaining("allowed: -100 to 100");
    }
  }

  @Example
  void theMessagesAreThoseOfTheContract() {
    FakeReadings.Session session = new FakeReadings.Session();
    session.vote(12.5);

    assertThat(messages.hello("{\"theme\":\"dark\"}").text())
        .isEqualTo(
            "{\"type\":\"hello\",\"tickMillis\":50,\"build\":\"0.1.0+abc\",\"settings\":{\"theme\":\"dark\"}}");
    assertThat(messages.settings("{}").text()).isEqualTo("{\"type\":\"settings\",\"settings\":{}}");
    assertThat(messages.curve(FakeReadings.state(session)).text())
        .isEqualTo(
            "{\"type\":\"value\",\"value\":12.5,\"for\":2.0,\"against\":0.5,\"decayRate\":0.2,\"revision\":2,\"forVotes\":12,\"againstVotes\":7}");
    assertThat(messages.active().text()).isEqualTo("{\"type\":\"status\",\"status\":\"active\"}");
    assertThat(messages.degraded().text())
        .isEqualTo("{\"type\":\"status\",\"status\":\"degraded\"}");
    assertThat(messages.noValue().text()).isEqualTo("{\"status\":\"degraded\"}");
    assertThat(messages.bye(Protocol.V2, CloseReason.ROTATED).text())
        .isEqualTo("{\"type\":\"bye\",\"reason\":\"rotated\",\"reconnect\":false}");
    assertThat(messages.bye(Protocol.DEFAULT, CloseReason.GOING_AWAY).text())
        .isEqualTo("{\"status\":\"closed\",\"reason\":\"going_away\",\"reconnect\":true}");
  }

  @Example
  void aBuildThatWouldBreakTheJsonIsRefused() {
    assertThatThrownBy(() -> new OverlayMessages(Text::new, Duration.ofMillis(50), "a\"b"))
        .hasMessageContaining("build is 'a\"b'");
  }

  private BigDecimal written(double value) {
    String text = messages.value(value).text();
    assertThat(text)
        .matches("\\{\"value\":-?\\d{1,3}\\.\\d\\d,\"status\":\"active\"}")
        .doesNotContain(":-0.00");
    return new BigDecimal(text.substring(9, text.indexOf(',')));
  }

  /** A double times 100 is not exact: next to a tie, either neighbour is right. */
  private static boolean isNearATie(BigDecimal exact) {
    BigDecimal thousandths = exact.abs().movePointRight(2).remainder(BigDecimal.ONE);
    return thousandths.subtract(new BigDecimal("0.5")).abs().compareTo(new BigDecimal("1e-9")) < 0;
  }
}
