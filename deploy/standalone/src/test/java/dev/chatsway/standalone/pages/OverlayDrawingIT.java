package dev.chatsway.standalone.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.chatsway.standalone.pages.OverlayPage.GLIDE_MILLIS;
import static dev.chatsway.standalone.pages.OverlayPage.assertInside;
import static dev.chatsway.standalone.pages.OverlayPage.assertState;
import static dev.chatsway.standalone.pages.OverlayPage.box;
import static dev.chatsway.standalone.pages.OverlayPage.colourAt;
import static dev.chatsway.standalone.pages.OverlayPage.isOrange;
import static dev.chatsway.standalone.pages.OverlayPage.middle;
import static dev.chatsway.standalone.pages.OverlayPage.middleX;
import static dev.chatsway.standalone.pages.OverlayPage.open;
import static dev.chatsway.standalone.pages.OverlayPage.picture;
import static dev.chatsway.standalone.pages.OverlayPage.right;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.BrowserContext;
import java.awt.Color;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Where the real page of a real server draws what, in every mode and layout. */
@ExtendWith(Chromium.class)
final class OverlayDrawingIT {

  private static final Color FOR = new Color(0x2b8cff);
  private static final Color AGAINST = new Color(0xff8b1f);

  @RegisterExtension
  static final TestServer server = TestServer.ofTheClass();

  @Test
  void aVerticalBarStandsWithForAtTheTopAndItsHandleAtTheValue(BrowserContext browser)
      throws Exception {
    var session = server.createVoted(3, "\"layout\":\"vertical\",\"decayRate\":0");
    var page = open(browser, session, 200, 500, "");

    var rail = box(page, ".rail");
    var knob = box(page, ".knob");
    assertThat(rail.height).isGreaterThan(3 * rail.width);
    assertThat((middle(knob) - rail.y) / rail.height).isCloseTo(0.65, within(0.005)); // 30
    assertThat(box(page, ".side.for").y).isLessThan(rail.y);
    assertThat(box(page, ".side.against").y).isGreaterThan(rail.y + rail.height - 1);
    var picture = picture(page);
    assertThat(colourAt(picture, rail.x + 3, rail.y + rail.height * 0.4)).isEqualTo(FOR);
    assertThat(isOrange(picture, rail.x + 3, rail.y + rail.height * 0.8)).isTrue();
  }

  @Test
  void standingSidesGrowUpwards(BrowserContext browser) throws Exception {
    var session =
        server.createVoted(3, "\"layout\":\"vertical\",\"mode\":\"split\",\"decayRate\":0");
    var page = open(browser, session, 200, 500, "");

    var track = box(page, ".track.for");
    var fill = box(page, ".track.for .fill");
    assertThat((track.y + track.height - fill.y) / track.height).isCloseTo(0.5, within(0.01));
    var picture = picture(page);
    assertThat(colourAt(picture, track.x + 5, track.y + track.height * 0.7)).isEqualTo(FOR);
    assertThat(colourAt(picture, track.x + 5, track.y + track.height * 0.3)).isNotEqualTo(FOR);
  }

  @Test
  void aCompactBarHasItsWordsInside(BrowserContext browser) throws Exception {
    var session = server.createVoted(3, "\"layout\":\"compact\",\"decayRate\":0");
    var page = open(browser, session, 800, 40, "");

    var rail = box(page, ".rail");
    assertThat(rail.height).isBetween(30.0, 40.0);
    for (var part : new String[] {".side.for", ".side.against", ".side.for .percent"}) {
      assertInside(box(page, part), rail);
    }
    assertThat(middleX(box(page, ".knob")) - rail.x).isCloseTo(0.65 * rail.width, within(1.0));
    assertThat(colourAt(picture(page), rail.x + rail.width * 0.4, rail.y + 5)).isEqualTo(FOR);
  }

  @Test
  void theWormEndsAtTheRightEdgeAtTheValueOfTheLaw(BrowserContext browser) throws Exception {
    var session = server.createVoted(0, "\"mode\":\"worm\",\"decayRate\":0.3");
    var page = open(browser, session, 800, 100, "");
    for (int i = 0; i < 6; i++) {
      server.vote(session, "for");
    }
    page.waitForTimeout(GLIDE_MILLIS);

    double before = exact(session);
    var drawn = (List<?>) page.evaluate("""
        () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => {
          const field = document.querySelector(".field").getBoundingClientRect();
          const knob = document.querySelector(".knob").getBoundingClientRect();
          const line = document.querySelector(".worm .line").getAttribute("d");
          done([
            100 - (200 * (knob.top + knob.height / 2 - field.top)) / field.height,
            -line.slice(line.lastIndexOf(" ")),
          ].map(String));
        })))""");
    double after = exact(session);
    double knob = Double.parseDouble((String) drawn.get(0));
    double line = Double.parseDouble((String) drawn.get(1));

    assertThat(knob).isBetween(after - 0.5, before + 0.5);
    assertThat(line).isCloseTo(knob, within(0.5));
    assertThat(middleX(box(page, ".knob"))).isCloseTo(right(box(page, ".field")), within(0.5));
  }

  @Test
  void theWormIsAboveTheMiddleInTheOneColourAndBelowInTheOther(BrowserContext browser)
      throws Exception {
    var session = server.createVoted(4, "\"mode\":\"worm\",\"decayRate\":0");
    var page = open(browser, session, 800, 100, "?effects=off");
    page.waitForTimeout(4_000); // of 60 s: a fifteenth of the line
    for (int i = 0; i < 8; i++) {
      server.vote(session, "against");
    }
    page.waitForTimeout(4_000);

    var field = box(page, ".field");
    var picture = picture(page);
    double second = field.width / 60;
    double end = right(field);
    assertThat(colourAt(picture, end - 6 * second, field.y + 0.3 * field.height))
        .isEqualTo(FOR);
    assertThat(colourAt(picture, end - 2 * second, field.y + 0.7 * field.height))
        .isEqualTo(AGAINST);
  }

  @Test
  void aWormThatCannotBeBelievedHasNoLiveEndAndItsGapStays(BrowserContext browser)
      throws Exception {
    var session = server.createVoted(3, "\"mode\":\"worm\",\"decayRate\":0");
    var page = open(browser, session, 800, 100, "");
    assertThat(page.locator(".knob")).isVisible();

    server.kill();
    assertState(page, "reconnecting");
    assertThat(page.locator(".knob")).isHidden();
    var stood = page.locator(".worm .line").getAttribute("d");
    page.waitForTimeout(1_000);
    assertThat(page.locator(".worm .line")).hasAttribute("d", stood);
    server.start();

    assertState(page, "live");
    assertThat(page.locator(".knob")).isVisible();
    page.waitForTimeout(GLIDE_MILLIS);
    assertThat(page.locator(".worm .line").getAttribute("d")).matches("M[^M]+M[^M]+"); // two runs
  }

  @Test
  void aChangedSettingRedrawsTheOpenPage(BrowserContext browser) throws Exception {
    var session = server.createVoted(3, "\"decayRate\":0");
    var page = open(browser, session, 400, 400, "");
    page.evaluate("window.isTheSamePage = true");
    var bar = page.locator("chatsway-bar");

    set(
        session,
        "{\"layout\":\"vertical\",\"mode\":\"worm\",\"theme\":\"light\",\"numbers\":\"none\"}");
    assertThat(bar).hasAttribute("mode", "worm");
    assertThat(bar).hasAttribute("layout", "vertical");
    assertThat(page.locator(":root")).hasAttribute("data-theme", "light");
    assertThat(page.locator(".percent").first()).isHidden();
    assertThat(page.locator(".worm")).isVisible();

    set(session, "{\"layout\":\"compact\",\"mode\":\"combined\",\"forColor\":\"#ff00aa\"}");
    assertThat(bar).hasAttribute("layout", "compact");
    assertThat(page.locator(".fill.for").first()).hasCSS("background-color", "rgb(255, 0, 170)");
    var rail = box(page, ".rail");
    assertThat(middleX(box(page, ".knob")) - rail.x).isCloseTo(0.65 * rail.width, within(1.0));
    assertThat((Boolean) page.evaluate("window.isTheSamePage")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "horizontal, combined, 800, 100", "horizontal, split, 800, 100", "horizontal, worm, 800, 100",
    "vertical, combined, 200, 500", "vertical, split, 200, 500", "vertical, worm, 200, 500",
    "compact, combined, 800, 40", "compact, split, 800, 40", "compact, worm, 800, 40"
  })
  void labelsOf40CharactersOfAnyScriptAreWholeInEveryDrawing(
      String layout, String mode, int width, int height, BrowserContext browser) throws Exception {
    var session = server.createVoted(
        1, "\"layout\":\"%s\",\"mode\":\"%s\",\"decayRate\":0".formatted(layout, mode));
    var page = open(browser, session, width, height, "");
    for (var labels : new String[][] {
      {"Should we go for the hidden temple first", "هل نقفز فوق الحمم البركانية الآن يا شباب"},
      {"הקפיצה מעל הלבה עכשיו או אחר כך, חברים??", "\u6eb6\u5ca9".repeat(20)}
    }) {
      assertThat(labels[0]).hasSize(40);
      assertThat(labels[1]).hasSize(40);
      set(session, "{\"forLabel\":\"%s\",\"againstLabel\":\"%s\"}".formatted(labels[0], labels[1]));
      assertThat(page.locator(".side.against .label")).hasText(labels[1]);

      var bar = box(page, "chatsway-bar");
      for (var side : new String[] {".side.for .label", ".side.against .label"}) {
        assertInside(box(page, side), bar);
        assertThat(
                (Boolean)
                    page.locator(side)
                        .evaluate(
                            "label => label.scrollWidth <= label.clientWidth + 1 && label.scrollHeight <= label.clientHeight + 1"))
            .as("%s of %s is whole", side, labels[1])
            .isTrue();
        var size =
            (String) page.locator(side).evaluate("label => getComputedStyle(label).fontSize");
        assertThat(Double.parseDouble(size.replace("px", ""))).isGreaterThanOrEqualTo(9);
      }
    }
  }

  private static void set(JsonNode session, String settings) throws Exception {
    server.admin(
        "PATCH",
        "/api/v1/sessions/" + session.get("id").asString(),
        "{\"settings\":" + settings + "}");
  }

  /** The value as the server has it now. */
  private static double exact(JsonNode session) throws Exception {
    var answer = server.get("/api/v1/overlays/" + session.get("overlayId").asString());
    return JsonMapper.shared().readTree(answer.body()).get("value").asDouble();
  }
}
