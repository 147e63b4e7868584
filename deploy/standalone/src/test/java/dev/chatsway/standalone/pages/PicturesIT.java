package dev.chatsway.standalone.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.chatsway.standalone.RealServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
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

  private static final String NEON = """
      {"--chatsway-panel":"rgb(24 10 48 / 92%)","--chatsway-border":"#7c4dff","--chatsway-for":"#2ee6a6","--chatsway-against":"#ff5fa2",
       "--chatsway-radius":"8px"}""";

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
    show(page, "grid.html", session);
    settle(page);

    page.screenshot(shot("overlay-grid.png").setFullPage(true));
  }

  @Test
  void everyModeInEveryLayoutWithAMinuteOfVotes(BrowserContext browser) throws Exception {
    var session = livelySession();
    var page = browser.newPage();
    page.setViewportSize(1280, 890);
    show(page, "layouts.html", session);
    crowd(page, session, 62);

    page.screenshot(shot("overlay-layouts.png").setFullPage(true));
  }

  @Test
  void votesLanding(BrowserContext browser) throws Exception {
    var session = livelySession();
    var page = browser.newPage();
    page.setViewportSize(800, 132);
    show(page, "landing.html", session);
    crowd(page, session, 3);
    try (var film = Film.of(page)) {
      crowd(page, session, 10);
      var picture = film.animation(10);
      Files.write(PICTURES.resolve("votes-landing.png"), picture);
      assertThat(picture).hasSizeBetween(50_000, 1_000_000);
    }
  }

  private static JsonNode livelySession() throws Exception {
    return server.createSession("""
        {"settings":{"question":"Do I jump?","forLabel":"Jump","againstLabel":"Stay","scale":"auto",
         "decayRate":0.1,"hint":"off","debounceMillis":0}}""");
  }

  /** Some votes a second, of which now most are for and now most are against. */
  private static void crowd(Page page, JsonNode session, int seconds) throws Exception {
    var random = new Random(4);
    for (int i = 0; i < 5 * seconds; i++) {
      double mood = 0.55 + 0.35 * Math.sin(i / 16.0) + 0.1 * Math.sin(i / 5.0);
      server.vote(session, random.nextDouble() < mood ? "for" : "against");
      page.waitForTimeout(120 + random.nextInt(160)); // between two viewers
    }
  }

  @Test
  void theStudioWideAndOnAPhone(BrowserContext browser) throws Exception {
    studio(browser.newPage(), 1360, 900, ColorScheme.DARK, "studio-wide.png");
    browser.clearCookies();
    studio(browser.newPage(), 390, 844, ColorScheme.LIGHT, "studio-phone.png");
  }

  @Test
  void theLookAndItsSavedOnes(BrowserContext browser) throws Exception {
    var bar = server.createSession("""
        {"name":"Friday night","settings":{"question":"Do I jump?","forLabel":"Jump","againstLabel":"Stay","decayRate":0,
         "debounceMillis":0,"hint":"off",%1$s,"looks":{
         "Night":{"hint":"off",%1$s},
         "Daylight":{"theme":"light","forColor":"#0f7a4d","againstColor":"#c2410c"},
         "Two bars":{"mode":"split","theme":"line"}}}}""".formatted("\"style\":" + NEON));
    for (int i = 0; i < 17; i++) {
      server.vote(bar, i % 3 == 1 ? "against" : "for");
    }
    var page = page(browser.newPage(), 1360, 900, ColorScheme.DARK);
    Studio.open(page, server, bar, "look");
    assertThat(page.locator(".look .thumb .panel")).hasCount(3);
    assertThat(page.frameLocator("iframe").locator("html[data-state=live]")).hasCount(1);
    settle(page);
    page.screenshot(shot("studio-look.png"));
  }

  @Test
  void theListOfBars(BrowserContext browser, @TempDir Path other) throws Exception {
    try (var list = TestServer.in(other).start()) {
      var common = "\"decayRate\":0,\"debounceMillis\":0,\"hint\":\"off\"";
      int votes = 7;
      for (var bar : List.of(
          "\"name\":\"Snack break\",\"settings\":{\"forLabel\":\"Pizza\",\"againstLabel\":\"Ramen\",\"mode\":\"split\",\"theme\":\"line\",%s}",
          "\"name\":\"Boss fight\",\"settings\":{\"question\":\"Do we win this one?\",\"forLabel\":\"Easy\",\"againstLabel\":\"No way\",\"theme\":\"light\",%s}",
          "\"name\":\"Music\",\"settings\":{\"forLabel\":\"Louder\",\"againstLabel\":\"Softer\",\"layout\":\"compact\",%s}",
          "\"name\":\"Friday night\",\"settings\":{\"forLabel\":\"Jump\",\"againstLabel\":\"Stay\",\"style\":"
              + NEON + ",%s}")) {
        var session = list.createSession("{" + bar.replace("%s", common) + "}");
        votes += 5;
        for (int i = 0; i < votes; i++) {
          list.vote(session, (i * votes) % 7 < 3 ? "against" : "for");
        }
      }
      var page = page(browser.newPage(), 1100, 640, ColorScheme.DARK);
      page.navigate(list.url() + "/studio");
      Studio.signIn(page, list.adminToken());
      assertThat(page.locator(".entry .thumb .panel")).hasCount(4);
      settle(page);
      page.screenshot(shot("bars.png"));
    }
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

  /** Shows a scene with real overlays, and waits until all are live. */
  private static void show(Page page, String scene, JsonNode session) throws Exception {
    page.setContent(text(scene)
        .replace("__GAMES__", text("games.js"))
        .replace("__SERVER__", server.url())
        .replace("__OVERLAY__", session.get("overlayUrl").asString()));
    for (var frame : page.locator("iframe").all()) {
      assertThat(frame.contentFrame().locator("html[data-state=live] chatsway-bar[role=meter]"))
          .hasCount(1);
    }
    page.evaluate("document.fonts.ready");
  }

  private static String text(String name) throws Exception {
    try (var in = RealServer.class.getResourceAsStream(name)) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
