package dev.chatsway.standalone.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The builder of looks, and the look settings that the live preview takes at once. */
@ExtendWith(Chromium.class)
final class StudioLooksIT {

  private static final Pattern ANY_COLOUR = Pattern.compile(".*[?&]for=.*");

  @RegisterExtension
  static final TestServer server = TestServer.ofTheClass();

  @Test
  void aColourIsPickedAndGivenBackByKeyboard(BrowserContext browser) throws Exception {
    var page = open(browser, "{}");
    page.locator("summary", new Page.LocatorOptions().setHasText("Only in this source"))
        .press("Enter");
    var source = page.getByLabel("Left colour", exact());
    var url = page.getByLabel("Overlay URL", exact());
    var fill = page.frameLocator("iframe").locator(".rail .fill.for");

    source.selectOption("its own");
    assertThat(url).hasValue(Pattern.compile(".*[?&]for=2b8cff$"));
    page.getByLabel("Left colour: pick").fill("#ff00aa");
    assertThat(url).hasValue(Pattern.compile(".*[?&]for=ff00aa$"));
    assertThat(fill).hasCSS("background-color", "rgb(255, 0, 170)");

    source.focus();
    page.keyboard().press("Home");
    assertThat(url).not().hasValue(ANY_COLOUR);
    assertThat(fill).hasCSS("background-color", "rgb(43, 140, 255)");
  }

  @Test
  void thePreviewOfAStandingBarStandsAndFollowsTheSettings(BrowserContext browser)
      throws Exception {
    var page = open(browser, "{\"settings\":{\"layout\":\"vertical\"}}");
    assertThat(page.getByLabel("Width in OBS")).hasValue("200");
    assertThat(page.getByLabel("Height in OBS")).hasValue("500");
    var bar = page.frameLocator("iframe").locator("chatsway-bar");
    assertThat(bar).hasAttribute("layout", "vertical");

    Studio.turn(page, "Look");
    page.getByLabel("Drawn as", exact()).selectOption("a line, the last minute");
    assertThat(bar).hasAttribute("mode", "worm");
    page.getByLabel("Layout", exact()).selectOption("compact");
    assertThat(bar).hasAttribute("layout", "compact");
  }

  private static Page open(BrowserContext browser, String body) throws Exception {
    var session = server.createSession(body);
    var page = Studio.open(browser.newPage(), server, session, "obs");
    assertThat(page.frameLocator("iframe").locator("html[data-state=live]")).hasCount(1);
    return page;
  }

  private static Page.GetByLabelOptions exact() {
    return new Page.GetByLabelOptions().setExact(true);
  }
}
