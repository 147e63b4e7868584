package dev.chatsway.standalone.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.chatsway.standalone.pages.OverlayPage.GLIDE_MILLIS;
import static dev.chatsway.standalone.pages.OverlayPage.assertState;
import static dev.chatsway.standalone.pages.OverlayPage.open;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ReducedMotion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Votes that land, and pages on which nothing moves that does not have to. */
@ExtendWith(Chromium.class)
final class OverlayEffectsIT {

  @RegisterExtension
  static final TestServer server = TestServer.ofTheClass();

  @ParameterizedTest
  @CsvSource({"vertical, combined", "vertical, split", "compact, combined", "horizontal, worm"})
  void aVoteLandsAsASparkUnlessThePageIsToStayPlain(
      String layout, String mode, BrowserContext browser) throws Exception {
    var session =
        server.createVoted(1, "\"layout\":\"%s\",\"mode\":\"%s\"".formatted(layout, mode));
    var page = open(browser, session, 300, 300, "");
    countSparks(page);
    server.vote(session, "for");
    page.waitForCondition(() -> sparks(page) == 1);

    var plain = open(browser, session, 300, 300, "?effects=off");
    countSparks(plain);
    var calm = browser.newPage();
    calm.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
    calm.navigate(session.get("overlayUrl").asString());
    assertState(calm, "live");
    countSparks(calm);
    server.vote(session, "for");
    page.waitForCondition(() -> sparks(page) == 2);
    for (var each : new Page[] {plain, calm}) {
      each.waitForTimeout(GLIDE_MILLIS);
      assertThat(sparks(each)).isZero();
      assertThat(each.locator("chatsway-bar[gaining]")).hasCount(0);
    }
  }

  @ParameterizedTest
  @CsvSource({"vertical, combined", "compact, split", "horizontal, combined"})
  void nothingIsDrawnAtRest(String layout, String mode, BrowserContext browser) throws Exception {
    var session = server.createVoted(
        2, "\"layout\":\"%s\",\"mode\":\"%s\",\"decayRate\":0".formatted(layout, mode));
    var page = open(browser, session, 300, 300, "");
    page.evaluate("""
        () => {
          window.frames = 0;
          const request = requestAnimationFrame.bind(window);
          window.requestAnimationFrame = (draw) => (window.frames++, request(draw));
        }""");

    page.waitForTimeout(1_500);

    assertThat(((Number) page.evaluate("window.frames")).intValue()).isZero();
  }

  @Test
  void aScreenReaderHearsTheStateAndNoVotes(BrowserContext browser) throws Exception {
    var session = server.createVoted(1, "\"mode\":\"worm\"");
    var page = open(browser, session, 800, 100, "");

    assertThat(page.locator("[aria-live], [role=status], [role=alert], [role=log], [role=timer]"))
        .hasCount(2); // of the state, and of rounds that open and end
    assertThat(page.locator("chatsway-state")).hasAttribute("role", "status");
    server.vote(session, "for");
    assertThat(page.locator(".side.for .count")).hasText("2");
    assertThat(page.locator("chatsway-state")).hasText("");
    assertThat(page.locator("chatsway-round [role=status]")).hasText("");
  }

  private static void countSparks(Page page) {
    page.evaluate("""
        () => {
          window.sparks = 0;
          new MutationObserver((changes) => changes.forEach(({ addedNodes }) =>
            addedNodes.forEach((node) => (window.sparks += node.classList?.contains("spark") ? 1 : 0)),
          )).observe(document.body, { childList: true, subtree: true });
        }""");
  }

  private static int sparks(Page page) {
    return ((Number) page.evaluate("window.sparks")).intValue();
  }
}
