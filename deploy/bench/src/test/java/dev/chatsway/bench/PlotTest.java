package dev.chatsway.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlotTest {

  @ParameterizedTest
  @CsvSource({
    "10000, 2000, 5",
    "4000, 1000, 4",
    "0.81, 0.2, 5",
    "1, 0.2, 5",
    "47.3, 10, 5",
    "0.004, 0.001, 4",
    "0, 0.2, 5"
  })
  void anAxisEndsAtARoundNumber(double greatest, double step, int steps) {
    var axis = Axis.upTo(greatest);

    assertThat(axis.step()).isCloseTo(step, withPercentage(1e-6));
    assertThat(axis.steps()).isEqualTo(steps);
  }

  @Property
  void everyValueFitsOnItsAxisAndFillsMoreThanHalfOfIt(
      @ForAll @DoubleRange(min = 0.01, max = 1e6) double greatest) {
    assertThat(Axis.upTo(greatest).share(greatest)).isBetween(0.5, 1.0 + 1e-9);
    assertThat(Axis.upTo(greatest).steps()).isBetween(2, 6);
  }

  @Test
  void ticksAreWrittenWithTheDecimalsOfTheStep() {
    assertThat(Axis.upTo(10_000).label(10_000)).isEqualTo("10,000");
    assertThat(Axis.upTo(0.81).label(0.6000000001)).isEqualTo("0.6");
    assertThat(Axis.upTo(0.05).label(0)).isEqualTo("0.00");
  }

  @Test
  void aCardIsWellFormedAndHasEveryLineAndEveryPoint() throws Exception {
    var points = List.of(new Plot.Point(100, 1), new Plot.Point(10_000, 4.5));
    var plot = new Plot(
        "a < b & c",
        "sessions",
        "ms",
        List.of(new Plot.Line("one", points), new Plot.Line("two", points)));

    var svg = DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(
            new Chart(List.of(plot, plot)).svg().getBytes(StandardCharsets.UTF_8)));

    assertThat(svg.getDocumentElement().getAttribute("width")).isEqualTo("880");
    assertThat(svg.getElementsByTagName("circle").getLength())
        .as("two points and the legend's, in two panels")
        .isEqualTo(2 * 3);
    assertThat(svg.getElementsByTagName("title").item(0).getTextContent())
        .isEqualTo("a < b & c; a < b & c");
  }
}
