package dev.chatsway.standalone.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Route;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs the tests of {@code overlay-modules.js} on one page, without a server. */
@ExtendWith(Chromium.class)
final class OverlayModulesTest {

  private static final String ORIGIN = "http://overlay.test/";
  private static final String MODULES = "/dev/chatsway/gateway/overlay/";

  @Test
  void theModulesOfTheOverlayHoldTheirTests(BrowserContext browser) {
    browser.route(ORIGIN + "**", OverlayModulesTest::answer);
    var page = browser.newPage();
    page.navigate(ORIGIN);

    var lines =
        (List<?>) page.evaluate("import('/overlay-modules.js').then((module) => module.run())");

    assertThat(lines)
        .hasSizeGreaterThan(10)
        .allSatisfy(line -> assertThat(line.toString()).startsWith("passed: "));
  }

  private static void answer(Route route) {
    var name = route.request().url().substring(ORIGIN.length());
    if (name.endsWith(".js")) {
      route.fulfill(new Route.FulfillOptions()
          .setContentType("text/javascript")
          .setBody(text(name.equals("overlay-modules.js") ? name : MODULES + name)));
    } else {
      route.fulfill(new Route.FulfillOptions().setContentType("text/html").setBody(""));
    }
  }

  private static String text(String name) {
    try (var in = OverlayModulesTest.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
