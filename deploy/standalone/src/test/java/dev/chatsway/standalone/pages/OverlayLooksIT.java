package dev.chatsway.standalone.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.chatsway.standalone.pages.OverlayPage.assertInside;
import static dev.chatsway.standalone.pages.OverlayPage.assertState;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Chromium.class)
final class OverlayLooksIT {

  @RegisterExtension
  static final TestServer server = TestServer.ofTheClass();

  @Test
  void aScriptInALabelStaysText(BrowserContext browser) throws Exception {
    var label = "<img src=x onerror=alert(1)>";
    var session = server.createSession("{\"settings\":{\"forLabel\":\"" + label + "\"}}");
    var page = browser.newPage();
    page.onDialog(dialog -> {
      throw new AssertionError("a script ran: " + dialog.message());
    });

    page.navigate(session.get("overlayUrl").asString());

    assertState(page, "live");
    assertThat(page.locator(".side.for .label")).hasText(label);
    assertThat(page.locator("img")).hasCount(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"combined", "split"})
  void theVotesOfEachSideAreShownOnRequestAndAResetClearsThem(String mode, BrowserContext browser)
      throws Exception {
    var session = server.createSession("{}");
    server.vote(session, "for");
    server.vote(session, "for");
    var page = browser.newPage();
    page.setViewportSize(800, 100);
    page.navigate(session.get("overlayUrl").asString() + "?counts=1&mode=" + mode);
    assertThat(page.locator(".side.for .count")).hasText("2");
    assertThat(page.locator(".side.for .count")).isVisible();
    server.vote(session, "against");
    assertThat(page.locator(".side.against .count")).hasText("1");
    assertThat(page.locator(".side.for .strength")).isHidden();

    server.admin("POST", "/api/v1/sessions/" + session.get("id").asString() + "/reset", "");

    assertThat(page.locator(".side.for .count")).hasText("0");
    page.navigate(session.get("overlayUrl").asString());
    assertState(page, "live");
    assertThat(page.locator(".side.for .count")).isHidden();
  }

  @ParameterizedTest
  @CsvSource({
    "dark, combined", "light, combined", "line, combined", "contrast, combined",
    "dark, split", "light, split", "line, split", "contrast, split"
  })
  void labelsOf40CharactersStayInTheBar(String theme, String mode, BrowserContext browser)
      throws Exception {
    var session = server.createSession(
        "{\"settings\":{\"theme\":\"%s\",\"mode\":\"%s\",\"forLabel\":\"%s\",\"againstLabel\":\"%s\"}}"
            .formatted(theme, mode, "W".repeat(40), "\u4e00".repeat(40)));
    var page = browser.newPage();
    page.setViewportSize(800, 100);
    page.navigate(session.get("overlayUrl").asString());
    assertState(page, "live");

    var panel = page.locator(".panel").boundingBox();
    for (var side : new String[] {"for", "against"}) {
      var label = page.locator(".side." + side + " .label").boundingBox();
      assertThat(label.x).isGreaterThanOrEqualTo(panel.x);
      assertThat(label.x + label.width).isLessThanOrEqualTo(panel.x + panel.width);
      assertThat(label.y).isGreaterThanOrEqualTo(panel.y);
      assertThat(label.y + label.height).isLessThanOrEqualTo(panel.y + panel.height);
      assertThat(label.width).isGreaterThan(100);
    }
    assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth &&"
            + " document.documentElement.scrollHeight <= innerHeight"))
        .isTrue();
  }

  @Test
  void aPausedBarsMarkCoversNoWordsAndAReplacedUrlShowsNothingElseInAnyLayout(
      BrowserContext browser) throws Exception {
    for (var layout : List.of("horizontal", "vertical", "compact")) {
      for (var mode : List.of("combined", "split", "worm")) {
        var session = server.createSession(
            "{\"settings\":{\"question\":\"Jump?\",\"paused\":true,\"layout\":\"%s\",\"mode\":\"%s\"}}"
                .formatted(layout, mode));
        boolean upright = layout.equals("vertical");
        var page = browser.newPage();
        page.setViewportSize(
            upright ? 200 : 800, upright ? 500 : layout.equals("compact") ? 40 : 100);
        page.navigate(session.get("overlayUrl").asString());
        assertState(page, "paused");
        var mark = page.locator("chatsway-state").boundingBox();
        for (var words : page.locator(".question, .label").all()) {
          var box = words.boundingBox();
          boolean apart = box.x + box.width <= mark.x + 1
              || mark.x + mark.width <= box.x + 1
              || box.y + box.height <= mark.y + 1
              || mark.y + mark.height <= box.y + 1;
          assertThat(apart).as(layout + " " + mode + " " + words).isTrue();
        }

        server.admin(
            "POST", "/api/v1/sessions/" + session.get("id").asString() + "/overlay-id", "");
        assertState(page, "rotated");
        assertThat(page.locator(".label:visible")).hasCount(0);
        assertInside(
            page.locator("chatsway-state span").boundingBox(),
            page.locator("main").boundingBox());
        page.close();
      }
    }
  }
}
