package dev.chatsway.standalone.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The studio's chart and table of a bar's last hours, on a night when the clocks change. */
@ExtendWith(Chromium.class)
@Tag("faults")
final class ClockChangeIT {

  private static final Pattern LABEL =
      Pattern.compile("(\\d\\d):(\\d\\d)(?: GMT([+-]\\d+)?(?::(\\d\\d))?)?");
  private static final int DAY = 24 * 60;

  /** Keeps what a canvas was last told to write, in its order. */
  private static final String RECORD = """
      window.written = [];
      const { fillText, clearRect } = CanvasRenderingContext2D.prototype;
      Object.assign(CanvasRenderingContext2D.prototype, {
        fillText(text, ...rest) { window.written.push(text); fillText.call(this, text, ...rest); },
        clearRect(...rest) { window.written = []; clearRect.apply(this, rest); },
      });
      """;

  @RegisterExtension
  static final TestServer server = TestServer.ofTheClass();

  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, 2026-10-25T01:00:00Z, true", // 03:00 becomes 02:00
    "Europe/Berlin, 2026-03-29T01:00:00Z, true", // 02:00 becomes 03:00
    "Australia/Lord_Howe, 2026-04-04T15:00:00Z, true", // 02:00 becomes 01:30
    "Australia/Lord_Howe, 2026-10-03T15:30:00Z, true", // 02:00 becomes 02:30
    "America/St_Johns, 2026-11-01T04:30:00Z, true", // 02:00 becomes 01:00
    "Europe/Berlin, 2026-11-29T01:00:00Z, false",
    "Asia/Kathmandu, 2026-10-25T01:00:00Z, false"
  })
  void eachLabelIsThereOnceAndInOrder(
      String zone, Instant change, boolean isChanged, BrowserContext plain) throws Exception {
    var session = server.createSession("{}");
    var options = new Browser.NewContextOptions().setTimezoneId(zone).setLocale("en-GB");
    try (var browser = plain.browser().newContext(options)) {
      var page = browser.newPage();
      page.addInitScript(RECORD);
      page.route("**/timeline?minutes=60", route -> answer(route, change, 60));
      page.route("**/timeline?minutes=720", route -> answer(route, change, 720));
      page.navigate(server.url() + "/studio");
      page.getByLabel("Token").fill(session.get("ownerToken").asString());
      page.keyboard().press("Enter");
      Studio.turn(page, "History");
      page.getByText("The same as a table").click();

      assertLabels(page, isChanged, 40);
      page.getByLabel("Last 12 hours").check();
      assertLabels(page, isChanged, 60);
    }
  }

  private static void assertLabels(Page page, boolean isChanged, int least) {
    var rows = page.locator(".rows th[scope=row]");
    await().until(() -> rows.count() >= least);
    var table = rows.allTextContents();
    Collections.reverse(table); // the newest stands first
    assertInOrder(table, isChanged);
    assertInOrder(axis(page), isChanged);
  }

  private static List<String> axis(Page page) {
    return ((List<?>) page.evaluate("written"))
        .stream()
            .map(String::valueOf)
            .filter(text -> LABEL.matcher(text).matches())
            .toList();
  }

  private static void assertInOrder(List<String> labels, boolean isChanged) {
    assertThat(labels).hasSizeGreaterThan(1).doesNotHaveDuplicates();
    assertThat(labels).allSatisfy(label -> assertThat(label.contains("GMT")).isEqualTo(isChanged));
    var steps = new ArrayList<Integer>();
    for (int i = 1; i < labels.size(); i++) {
      steps.add(Math.floorMod(minutes(labels.get(i)) - minutes(labels.get(i - 1)), DAY));
    }
    assertThat(steps).as(labels.toString()).allMatch(step -> step > 0 && step < DAY / 2);
  }

  /** Of the day, by UTC where the label says how far from it that is. */
  private static int minutes(String label) {
    var parts = LABEL.matcher(label);
    assertThat(parts.matches()).isTrue();
    int offset = 0;
    if (parts.group(3) != null) {
      int hours = Integer.parseInt(parts.group(3));
      int more = parts.group(4) == null ? 0 : Integer.parseInt(parts.group(4));
      offset = 60 * hours + (hours < 0 ? -more : more);
    }
    return 60 * Integer.parseInt(parts.group(1)) + Integer.parseInt(parts.group(2)) - offset;
  }

  /** A timeline that ends a third after the change, with a vote in each minute. */
  private static void answer(Route route, Instant change, int minutes) {
    var now = change.plus(Duration.ofMinutes(minutes / 3));
    var start = now.minus(Duration.ofMinutes(minutes));
    var points = LongStream.range(0, minutes * 6L)
        .mapToObj(i -> "{\"at\":\"%s\",\"value\":%s,\"for\":%s,\"against\":0}"
            .formatted(start.plusSeconds(10 * i), i % 50, i % 6 == 0 ? 1 : 0))
        .collect(Collectors.joining(","));
    route.fulfill(new Route.FulfillOptions()
        .setContentType("application/json")
        .setBody(
            "{\"now\":\"%s\",\"bucketSeconds\":10,\"lastVote\":null,\"sources\":{},\"points\":[%s],\"events\":[]}"
                .formatted(now, points)));
  }
}
