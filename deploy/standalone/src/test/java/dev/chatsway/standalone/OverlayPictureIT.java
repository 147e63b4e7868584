package dev.chatsway.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The overlay of the running demo in the real browser, over a game; the README's picture comes from here. To take it anew:
 * {@code mvn verify -pl deploy/standalone -am -Dit.test=OverlayPictureIT -Dtest=NONE -Dsurefire.failIfNoSpecifiedTests=false
 * -Dfailsafe.failIfNoSpecifiedTests=false -Dchatsway.picture=$PWD/docs/images/overlay.png}
 */
final class OverlayPictureIT {

  private static final Path CHROMIUM =
      Path.of(System.getProperty("chatsway.chromium", "/usr/bin/chromium"));
  private static final Path PICTURE =
      Path.of(System.getProperty("chatsway.picture", "target/overlay.png"));
  private static final Duration SWAY = Duration.ofSeconds(10);

  @TempDir
  Path temp;

  @Test
  void theBarSwaysInTheBrowserAndHasItsPictureTaken() throws Exception {
    assumeTrue(
        Files.isExecutable(CHROMIUM),
        "there is no Chromium at " + CHROMIUM + "; -Dchatsway.chromium=PATH names another");
    try (var chatsway = ChatswayProcess.start(temp, Map.of(), "demo");
        var playwright = Playwright.create(new Playwright.CreateOptions()
            .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        var browser = playwright.chromium().launch(launch())) {
      var server = chatsway.url();
      var overlay = chatsway.line().replace("Watch the bar: ", "");
      var page = browser.newPage(
          new Browser.NewPageOptions().setViewportSize(1200, 600).setDeviceScaleFactor(2));
      page.setContent(scene(server, overlay));
      var bar = page.frameLocator("iframe").locator("chatsway-bar[role=meter]"); // it has a value

      bar.waitFor();
      var places = new TreeSet<Double>();
      await().pollInSameThread().atMost(SWAY).until(() -> {
        places.add(knob(bar));
        return places.last() - places.first() > 0.1;
      });

      // while the crowd is winning, as the chat in the scene says
      await().pollInSameThread().atMost(SWAY.multipliedBy(2)).until(() -> knob(bar) > 0.66);
      page.screenshot(new Page.ScreenshotOptions().setPath(PICTURE));
      assertThat(PICTURE).isNotEmptyFile();
    }
  }

  private static BrowserType.LaunchOptions launch() {
    return new BrowserType.LaunchOptions()
        .setExecutablePath(CHROMIUM)
        .setArgs(List.of(
            "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"));
  }

  private static String scene(String server, String overlay) throws IOException {
    try (var in = OverlayPictureIT.class.getResourceAsStream("stream.html")) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), UTF_8)
          .replace("__SERVER__", server)
          .replace("__OVERLAY__", overlay);
    }
  }

  /** Where the knob is drawn: 0 at the left end of the bar, 1 at its right one. */
  private static double knob(Locator bar) {
    return ((Number) bar.evaluate("""
            bar => {
              const rail = bar.querySelector(".rail").getBoundingClientRect();
              const knob = bar.querySelector(".knob").getBoundingClientRect();
              return (knob.left + knob.width / 2 - rail.left) / rail.width;
            }""")).doubleValue();
  }
}
