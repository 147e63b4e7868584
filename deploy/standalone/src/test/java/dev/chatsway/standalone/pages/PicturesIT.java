package dev.chatsway.standalone.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.chatsway.standalone.RealServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Takes the pictures of docs/images; CONTRIBUTING.md has the command. */
@ExtendWith(Chromium.class)
@EnabledIfSystemProperty(named = "chatsway.pictures", matches = ".+")
final class PicturesIT {

  private static final Path PICTURES = Path.of(System.getProperty("chatsway.pictures", "target"));

  @TempDir
  static Path folder;

  private static TestServer server;
  private static JsonNode session;

  @BeforeAll
  static void start() throws Exception {
    server = TestServer.in(folder).start();
    session = server.createSession(
        "{\"name\":\"Friday night\",\"settings\":{\"forLabel\":\"Jump\",\"againstLabel\":\"Stay\",\"decayRate\":0,\"debounceMillis\":0}}");
    for (int i = 0; i < 17; i++) {
      server.vote(session, i % 3 == 1 ? "against" : "for");
    }
    server.admin("POST", path() + "/control-token", "");
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Test
  void everyThemeInBothModesOverADarkAndABrightGame(BrowserContext browser) throws Exception {
    var page = browser.newPage();
    page.setViewportSize(1280, 1180); // a frame out of sight would not be drawn
    page.setContent(scene());
    for (var frame : page.locator("iframe").all()) {
      assertThat(frame.contentFrame().locator("html[data-state=live] chatsway-bar[role=meter]"))
          .hasCount(1);
    }
    page.evaluate("document.fonts.ready");
    settle(page);

    page.screenshot(shot("overlay-grid.png").setFullPage(true));
  }

  @Test
  void theStudioWideAndOnAPhone(BrowserContext browser) throws Exception {
    studio(browser.newPage(), 1360, 900, ColorScheme.DARK, "studio-wide.png");
    browser.clearCookies();
    studio(browser.newPage(), 390, 844, ColorScheme.LIGHT, "studio-phone.png");
  }

  @Test
  void theControlPageOnAPhone(BrowserContext browser) throws Exception {
    var page = page(browser.newPage(), 390, 844, ColorScheme.DARK);
    page.navigate(controlUrl());
    assertThat(page.locator(".state")).hasText("Live: votes count.");
    settle(page);

    page.screenshot(shot("control-phone.png"));
  }

  private static void studio(Page page, int width, int height, ColorScheme scheme, String name)
      throws Exception {
    page(page, width, height, scheme);
    page.navigate(server.url() + "/studio#/bars/" + session.get("id").asString());
    page.getByLabel("Token").fill(server.adminToken());
    page.keyboard().press("Enter");
    assertThat(page.frameLocator("iframe").locator("html[data-state=live]")).hasCount(1);
    assertThat(page.getByLabel("Now", new Page.GetByLabelOptions().setExact(true)))
        .not()
        .containsText("…");
    settle(page);
    page.screenshot(shot(name));
  }

  private static Page page(Page page, int width, int height, ColorScheme scheme) {
    page.setViewportSize(width, height);
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
    return page;
  }

  /** Until what glides or fades has come to rest. */
  private static void settle(Page page) {
    page.evaluate("new Promise((done) => setTimeout(done, 2500))");
  }

  private static Page.ScreenshotOptions shot(String name) {
    return new Page.ScreenshotOptions().setPath(PICTURES.resolve(name));
  }

  private static String controlUrl() throws Exception {
    return JsonMapper.shared()
        .readTree(server.admin("GET", path(), "").body())
        .get("controlUrl")
        .asString();
  }

  private static String path() {
    return "/api/v1/sessions/" + session.get("id").asString();
  }

  private static String scene() throws Exception {
    try (var in = RealServer.class.getResourceAsStream("grid.html")) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .replace("__SERVER__", server.url())
          .replace("__OVERLAY__", session.get("overlayUrl").asString());
    }
  }
}
