package dev.chatsway.standalone.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.chatsway.standalone.pages.Accessibility.assertNothingFound;
import static dev.chatsway.standalone.pages.Studio.press;
import static dev.chatsway.standalone.pages.Studio.signIn;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The list of bars, and what every page says of a server that has stopped. */
@ExtendWith(Chromium.class)
final class StudioBarsIT {

  /** What a page may take to notice, and what a busy machine may take to say so. */
  private static final double NOTICED_MILLIS = 3_000 + 1_000;

  /** Has the page note when it first says so, by the wall clock. */
  private static final String NOTICE = """
      () => {
        window.noticed = new Promise((done) => {
          const look = () => /not answering|No connection/.test(document.body.textContent) && done(Date.now());
          new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
        });
      }\
      """;

  private static final String UNSURE =
      "The server is not answering. It may still do this when it is back.";

  private static final int MANY = 50;

  @Test
  void eachBarInSightMovesAsOnTheStreamAndAllOfThemByOneRequest(
      BrowserContext browser, @TempDir Path folder) throws Exception {
    try (var server = TestServer.in(folder).start()) {
      var used =
          bar(server, "Used", "\"forLabel\":\"Jump\",\"mode\":\"split\",\"theme\":\"light\"");
      var quiet = bar(server, "Quiet", "\"layout\":\"vertical\"");
      bar(server, "Paused", "\"paused\":true");
      server.vote(used, "for");
      var sockets = new CopyOnWriteArrayList<String>();
      var asked = new CopyOnWriteArrayList<String>();
      var page = list(browser, server);
      page.onWebSocket(socket -> sockets.add(socket.url()));
      page.onRequest(request -> asked.add(request.url()));

      assertThat(entries(page).locator("h2")).hasText(new String[] {"Used", "Paused", "Quiet"});
      var picture = entries(page).first().locator("chatsway-bar");
      assertThat(picture).hasAttribute("mode", "split");
      assertThat(picture.locator(".side.for .label")).hasText("Jump");
      assertThat(entries(page).nth(0).locator(".badge")).hasText("Live");
      assertThat(entries(page).nth(1).locator(".badge")).hasText("Paused");
      assertThat(entries(page).nth(1)).containsText("Used");
      assertThat(entries(page).nth(2).locator("chatsway-bar")).hasAttribute("layout", "vertical");

      server.vote(quiet, "against");
      assertThat(entries(page).nth(2).locator("chatsway-bar"))
          .hasAttribute("aria-valuenow", Pattern.compile("-[1-9]\\d*"));
      assertThat(entries(page).nth(2).locator(".badge")).hasText("Live");
      patch(server, quiet, "{\"name\":\"Loud\",\"settings\":{\"againstLabel\":\"Bounce\"}}");
      assertThat(entries(page).nth(2)).containsText("For versus Bounce");
      assertThat(entries(page).nth(2).locator("h2")).hasText("Loud");
      assertThat(sockets).isEmpty();
      assertThat(asked).allMatch(url -> url.contains("/live?ids="));

      server.admin("DELETE", path(quiet), "");
      assertThat(entries(page)).hasCount(2);
      entries(page).first().locator(".thumb").click(new Locator.ClickOptions().setForce(true));
      assertThat(page.getByRole(AriaRole.HEADING, named("Used"))).isVisible();
    }
  }

  @Test
  void aCopyHasTheSameSettingsAndKeysOfItsOwnAndDeletingAsksFirst(
      BrowserContext browser, @TempDir Path folder) throws Exception {
    try (var server = TestServer.in(folder).start()) {
      var session = server.createSession(
          "{\"name\":\"Friday\",\"channels\":[{\"platform\":\"kick\",\"id\":\"7\"}],\"settings\":{\"forLabel\":\"Jump\",\"decayRate\":0.7,\"forColor\":\"#112233\",\"weights\":{\"vip\":3},\"looks\":{\"Day\":{\"theme\":\"light\"}}}}");
      var page = list(browser, server);

      button(page, "Duplicate: Friday").focus();
      page.keyboard().press("Enter");

      assertThat(page.locator("#said")).hasText("There is a copy, with keys of its own.");
      assertThat(entries(page).locator("h2")).hasText(new String[] {"Friday (copy)", "Friday"});
      assertThat(page.getByText("Friday (copy)")).isFocused();
      var all = JsonMapper.shared()
          .readTree(server.admin("GET", "/api/v1/sessions", "").body())
          .path("sessions");
      var copy = all.get(1);
      assertThat(copy.get("settings")).isEqualTo(session.get("settings"));
      assertThat(copy.at("/settings/looks/Day/theme").asString()).isEqualTo("light");
      assertThat(copy.get("channels")).isEqualTo(session.get("channels"));
      assertThat(copy.get("voteToken")).isNotEqualTo(session.get("voteToken"));

      press(page, "Delete: Friday");
      press(page, "Keep it");
      press(page, "Delete: Friday");
      press(page, "Delete");
      assertThat(entries(page)).hasCount(1);
      assertThat(page.getByText("Friday (copy)")).isFocused();
      press(page, "Delete: Friday (copy)");
      press(page, "Delete");
      assertThat(entries(page)).hasCount(0);
      assertThat(page.getByLabel("Left option"))
          .isVisible(); // with no bar there is but one thing to do
      assertNothingFound(page);
    }
  }

  @Test
  void manyBarsAreFoundByWhatTheyDecideAndOnlyThoseInSightAreAskedFor(
      BrowserContext browser, @TempDir Path folder) throws Exception {
    try (var server = TestServer.in(folder).start()) {
      for (int i = 1; i <= MANY; i++) {
        bar(server, "Bar " + i, "\"forLabel\":\"Option " + i + "\"");
      }
      var page = list(browser, server);
      var asked = new CopyOnWriteArrayList<Integer>();
      page.onRequest(request -> asked.add(request.url().split(",").length));
      assertThat(entries(page)).hasCount(MANY);
      assertThat(entries(page).first().locator("chatsway-bar")).hasCount(1);
      page.waitForRequest(request -> request.url().contains("live"), () -> {});
      assertThat(asked).allMatch(ids -> ids < 15);
      assertThat(page.locator("chatsway-bar").count()).isLessThan(17);
      assertNothingFound(page);

      page.getByLabel("Find a bar").fill("option 49");
      assertThat(page.locator(".entry:visible")).hasCount(1);
      assertThat(page.locator(".entry:visible").locator("chatsway-bar[aria-valuenow]"))
          .hasCount(1);
      assertThat(page.getByText("1 of 50", new Page.GetByTextOptions().setExact(true)))
          .isVisible();
      page.getByLabel("Find a bar").fill("");
      assertThat(page.locator(".entry:visible")).hasCount(MANY);
    }
  }

  @Test
  void aServerThatStopsIsSaidNotToAnswerWithinThreeSecondsAndSoIsEveryActionOfTheList(
      BrowserContext browser, @TempDir Path folder) throws Exception {
    try (var server = TestServer.in(folder).start()) {
      var session = bar(server, "Friday", "\"forLabel\":\"Jump\"");
      bar(server, "Other", "\"forLabel\":\"Leap\"");
      server.admin("POST", path(session) + "/control-token", "");
      var control = browser.newPage();
      control.navigate(read(server, session).get("controlUrl").asString());
      assertThat(control.locator(".state")).hasText("Live: votes count.");
      var page = list(browser, server);
      var cockpit = browser.newPage();
      cockpit.navigate(server.url() + "/studio#/bars/" + session.get("id").asString());
      assertThat(cockpit.getByLabel("Now").first()).not().containsText("…");
      assertThat(entries(page).locator("chatsway-bar[aria-valuenow]")).hasCount(2);
      for (var each : List.of(page, cockpit, control)) {
        each.evaluate(NOTICE);
      }
      server.suspend();
      try {
        long stopped = System.currentTimeMillis();
        for (var each : List.of(page, cockpit, control)) {
          double noticed = ((Number) each.evaluate("noticed")).doubleValue();
          assertThat(noticed - stopped).as(each.url()).isLessThan(NOTICED_MILLIS);
        }
        assertThat(page.locator("[data-state=reconnecting]")).hasCount(2);
        assertNothingFound(page);

        button(page, "Duplicate: Friday").click();
        press(page, "Delete: Other");
        press(page, "Delete");
        assertThat(page.locator(".entry .problem:visible")).hasText(new String[] {UNSURE, UNSURE});
        assertThat(page.locator("[aria-busy]")).hasCount(0);
        Studio.newBar(page);
        press(page, "Create");
        assertThat(page.getByText("Creating …")).isVisible();
        assertThat(page.locator("#new-problem")).hasText(UNSURE);
      } finally {
        server.resume();
      }
      assertThat(page.locator(".list [role=status].problem")).isEmpty();
      assertThat(entries(page)
              .filter(new Locator.FilterOptions().setHasText("Friday"))
              .first()
              .locator("[data-state=live]"))
          .hasCount(1);
      assertThat(control.locator(".state")).hasText("Live: votes count.");
    }
  }

  @Test
  void axeFindsNothingWideAndOnAPhone(BrowserContext browser, @TempDir Path folder)
      throws Exception {
    try (var server = TestServer.in(folder).start()) {
      var page = browser.newPage();
      page.navigate(server.url() + "/studio");
      assertNothingFound(page);
      signIn(page, server.adminToken());
      assertThat(page.getByLabel("Left option")).isVisible();
      assertNothingFound(page);
      bar(server, "A".repeat(100), "\"forLabel\":\"%s\"".formatted("W".repeat(40)));
      bar(server, "Paused", "\"paused\":true");
      page.reload();
      for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        for (int width : List.of(1360, 680, 360)) { // 680 is 1360 at 200 %
          page.setViewportSize(width, 800);
          assertThat(entries(page).locator(".badge:visible")).hasText("Paused");
          assertNothingFound(page);
        }
      }
    }
  }

  private static Page list(BrowserContext browser, TestServer server) throws Exception {
    var page = browser.newPage();
    page.navigate(server.url() + "/studio");
    signIn(page, server.adminToken());
    assertThat(page.getByRole(AriaRole.HEADING, named("Your bars"))).isVisible();
    assertThat(entries(page).first().locator("chatsway-bar[aria-valuenow]")).hasCount(1);
    return page;
  }

  private static Locator entries(Page page) {
    return page.locator(".entry");
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(AriaRole.BUTTON, named(name));
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }

  private static JsonNode bar(TestServer server, String name, String settings) throws Exception {
    return server.createSession("{\"name\":\"%s\",\"settings\":{%s}}".formatted(name, settings));
  }

  private static JsonNode read(TestServer server, JsonNode session) throws Exception {
    return JsonMapper.shared().readTree(server.admin("GET", path(session), "").body());
  }

  private static void patch(TestServer server, JsonNode session, String body) throws Exception {
    server.admin("PATCH", path(session), body);
  }

  private static String path(JsonNode session) {
    return "/api/v1/sessions/" + session.get("id").asString();
  }
}
