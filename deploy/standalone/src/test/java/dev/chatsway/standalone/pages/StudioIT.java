package dev.chatsway.standalone.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.chatsway.standalone.pages.Accessibility.assertNothingFound;
import static dev.chatsway.standalone.pages.OverlayPage.assertState;
import static dev.chatsway.standalone.pages.Studio.press;
import static dev.chatsway.standalone.pages.Studio.signIn;
import static dev.chatsway.standalone.pages.Studio.turn;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ExtendWith(Chromium.class)
final class StudioIT {

  @RegisterExtension
  static final TestServer server = TestServer.ofTheClass();

  @Test
  void aNewStreamerGetsFromThePrintedLinkToABarThatMoves(
      BrowserContext browser, @TempDir Path folder) throws Exception {
    var fresh = TestServer.in(folder);
    try (fresh) {
      fresh.start();
      var page = browser.newPage();
      page.navigate(fresh.signInLink());
      page.getByLabel("Left option").fill("Jump");
      page.getByLabel("Right option").fill("Stay");
      press(page, "Create");
      assertThat(page.getByText("First vote")).isVisible();
      var made = session(fresh).path("settings");
      assertThat(made.path("forLabel").asString()).isEqualTo("Jump");
      assertThat(made.path("labelsCount").asBoolean()).isTrue();
      assertThat(made.path("scale").asString()).isEqualTo("auto");
      page.getByText("First vote").click();
      press(page, "Vote Jump");
      assertThat(page.locator(".checklist .done").first()).isVisible();
      turn(page, "Question");
      page.getByLabel("Words for the left side", exact()).fill("Pineapple");
      turn(page, "Look");
      page.getByLabel("Theme", exact()).selectOption("light");
      turn(page, "OBS");
      page.getByText("Only in this source").click();
      page.getByLabel("Hide after idle seconds").fill("20");
      assertThat(page.getByLabel("Overlay URL", exact()))
          .hasValue(Pattern.compile(".*hideIdle=20"));
      var url = page.getByLabel("Overlay URL", exact()).inputValue();

      var overlay = browser.newPage();
      overlay.navigate(url);
      assertState(overlay, "live");
      assertThat(overlay.locator(":root")).hasAttribute("data-theme", "light");
      assertThat(overlay.locator(".side.for .label")).hasText("Pineapple");

      var session = session(fresh);
      fresh.vote(session, "for");
      assertThat(overlay.locator("chatsway-bar"))
          .hasAttribute("aria-valuenow", Pattern.compile("[1-9]\\d*"));
      press(page, "Reset");
      assertThat(overlay.locator("chatsway-bar")).hasAttribute("aria-valuenow", "0");
      press(page, "Pause votes");
      assertState(overlay, "paused");
      press(page, "Resume");
      assertState(overlay, "live");

      turn(page, "People");
      var readAgain = new ArrayList<Route>();
      var record = "**/api/v1/sessions/" + session.get("id").asString();
      page.route(record, readAgain::add);
      press(page, "Replace: Overlay URL");
      page.getByRole(AriaRole.DIALOG).getByText("Replace", exactly()).click();
      assertState(overlay, "rotated");
      page.waitForCondition(() -> !readAgain.isEmpty());
      turn(page, "OBS"); // while the page waits for the bar
      page.unroute(record); // before more are held
      readAgain.forEach(Route::resume);
      assertThat(page.getByLabel("Overlay URL", exact())).not().hasValue(url);
      assertThat(page.getByLabel("Overlay URL", exact())).isVisible();
    }
  }

  @Test
  void theServersOwnRulesStandAtTheFieldAndNothingIsChanged(BrowserContext browser)
      throws Exception {
    var session = server.createSession("{}");
    var page = openAsAdmin(browser, session, "question");

    page.getByLabel("One vote pushes by").fill("500");
    assertThat(page.getByText("Not saved. Allowed: a number from 0.1 to 100.")).isVisible();
    assertThat(page.getByLabel("One vote pushes by")).hasAttribute("aria-invalid", "true");
    page.getByLabel("Chat words for the right side").fill("yes");
    assertThat(page.getByText("Not saved. Allowed: triggers that are not also on the other side"))
        .isVisible();
    page.getByLabel("Memory").selectOption("10");
    assertThat(page.getByText("λ = 0.1 per second")).isVisible();
    page.getByLabel("Name of the bar").fill("Saved last");
    assertThat(page.getByRole(AriaRole.HEADING, heading("Saved last"))).isVisible();

    var settings = read(session).get("settings");
    assertThat(settings.get("voteDelta").asDouble()).isEqualTo(10);
    assertThat(settings.get("againstTriggers").get(0).asString()).isEqualTo("-");
    assertThat(settings.get("decayRate").asDouble()).isEqualTo(0.1);
  }

  @Test
  void aChangeThatSomebodyElseMadeIsShownAndNoneIsWrittenOver(BrowserContext browser)
      throws Exception {
    var session = server.createSession("{\"settings\":{\"forLabel\":\"Jump\"}}");
    var page = openAsAdmin(browser, session, "question");
    var left = page.getByLabel("Words for the left side", exact());
    assertThat(left).hasValue("Jump");

    patch(session, "{\"settings\":{\"forLabel\":\"Leap\",\"decayRate\":0.7,\"paused\":true}}");
    assertThat(left).hasValue("Leap");
    assertThat(page.getByText("λ = 0.7 per second")).isVisible();
    assertThat(page.getByRole(
            AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Resume").setExact(true)))
        .isVisible();

    left.fill("Hop");
    left.evaluate("(input) => setInterval(() => input.dispatchEvent(new Event('input')), 100)");
    patch(session, "{\"settings\":{\"forLabel\":\"Bounce\"}}");
    assertThat(page.getByText("Changed elsewhere meanwhile")).isVisible();
    assertThat(left).hasValue("Hop");

    server.admin("DELETE", "/api/v1/sessions/" + session.get("id").asString(), "");
    assertThat(page.getByText("This bar no longer exists.")).isVisible();
  }

  private static void patch(JsonNode session, String body) throws Exception {
    server.admin("PATCH", "/api/v1/sessions/" + session.get("id").asString(), body);
  }

  @Test
  void aChatLineIsToldWhetherItWouldCountAndWhyNot(BrowserContext browser) throws Exception {
    var page = openAsAdmin(browser, server.createSession("{}"), "chat");

    page.getByLabel("Try a chat line").fill("YES!");
    press(page, "Would it count?");
    assertThat(page.getByText("Counts for the left side")).isVisible();
    assertThat(page.getByText("Read as “yes”.")).isVisible();

    page.getByLabel("Try a chat line").fill("<b>maybe</b>");
    press(page, "Would it count?");
    assertThat(page.getByText("Does not count")).isVisible();
    assertThat(page.getByText("Read as “<b>maybe</b>”.")).isVisible();
  }

  @Test
  void anOwnerSeesTheirBarAndNoOther(BrowserContext browser) throws Exception {
    var session = server.createSession("{\"name\":\"Mine\"}");
    var other = server.createSession("{\"name\":\"Other\"}");
    var page = browser.newPage();
    page.navigate(server.url() + "/studio#/bars/" + other.get("id").asString());

    signIn(page, session.get("ownerToken").asString());

    assertThat(page.getByRole(AriaRole.HEADING, heading("Mine"))).isVisible();
    assertThat(page.getByText("All bars")).hasCount(0);
    assertThat(status(page, "/api/v1/sessions/" + session.get("id").asString())).isEqualTo(200);
    assertThat(status(page, "/api/v1/sessions/" + other.get("id").asString())).isEqualTo(401);
    assertThat(status(page, "/api/v1/sessions")).isEqualTo(401);

    server.admin("POST", "/api/v1/sessions/" + session.get("id").asString() + "/owner-token", "");
    assertThat(status(page, "/api/v1/sessions/" + session.get("id").asString())).isEqualTo(401);
  }

  @Test
  void aScriptInANameOrALabelStaysText(BrowserContext browser) throws Exception {
    var name = "<img src=x onerror=alert(1)><script>alert(2)</script>";
    var label = "<img src=x onerror=alert(3)>";
    var session = server.createSession(
        "{\"name\":\"%s\",\"settings\":{\"againstLabel\":\"%s\"}}".formatted(name, label));
    var page = openAsAdmin(browser, session, "people");

    assertThat(page.getByRole(AriaRole.HEADING, heading(name))).isVisible();
    assertThat(page.frameLocator("iframe").locator(".side.against .label")).hasText(label);
    press(page, "Delete this bar");
    assertThat(page.getByRole(AriaRole.DIALOG)).containsText(name);
    press(page, "Keep it");
    page.getByText("All bars").click();
    assertThat(page.getByText(name)).isVisible();
    assertThat(page.getByText("For versus " + label)).isVisible();
    assertThat(page.locator("img[src=x]")).hasCount(0);
  }

  @Test
  void deletingAsksFirst(BrowserContext browser) throws Exception {
    var session = server.createSession("{\"name\":\"Short-lived\"}");
    var page = openAsAdmin(browser, session, "people");

    press(page, "Delete this bar");
    page.keyboard().press("Escape");
    assertThat(page.getByRole(AriaRole.DIALOG)).hasCount(0);
    assertThat(read(session).get("name").asString()).isEqualTo("Short-lived");
    press(page, "Delete this bar");
    press(page, "Delete");

    assertThat(page.getByRole(AriaRole.HEADING, heading("Your bars"))).isVisible();
    assertThat(server.get("/overlay/" + session.get("overlayId").asString()).statusCode())
        .isEqualTo(404);
  }

  @Test
  void aWrongTokenIsRefusedInWords(BrowserContext browser) {
    var page = browser.newPage();
    page.navigate(server.url() + "/studio");

    signIn(page, "nonsense");

    assertThat(page.getByRole(AriaRole.ALERT))
        .hasText("That is neither the admin token nor the owner token of a bar.");
    page.navigate(server.url() + "/studio#sign-in=used");
    page.reload();
    assertThat(page.getByRole(AriaRole.ALERT))
        .containsText("Run ./chatsway sign-in where Chatsway runs");
  }

  @Test
  void aSignInElsewhereIsSeenAndEndedAndSignOutHoldsForACookieThatWasKept(BrowserContext browser)
      throws Exception {
    var session = server.createSession("{}");
    var token = session.get("ownerToken").asString();
    var page = browser.newPage();
    page.navigate(server.url() + "/studio");
    signIn(page, token);
    assertThat(page.getByText("First vote")).isVisible();
    try (var elsewhere = browser.browser().newContext()) {
      var other = elsewhere.newPage();
      other.navigate(server.url() + "/studio");
      signIn(other, token);
      assertThat(other.getByText("First vote")).isVisible();

      page.getByText("Sign-ins").click();
      assertThat(page.getByText("This browser")).hasCount(1);
      assertThat(page.getByText("Another browser")).hasCount(1);
      assertNothingFound(page);
      press(page, "Sign out everywhere else");
      assertThat(page.getByText("You are not signed in anywhere else.")).isVisible();
      other.reload();
      assertThat(other.getByLabel("Token")).isVisible();
    }

    var kept = browser.cookies();
    press(page, "Sign out");
    assertThat(page.getByText("You are signed out.")).isVisible();
    browser.addCookies(kept);
    assertThat(status(page, "/api/v1/sessions/" + session.get("id").asString())).isEqualTo(401);
  }

  /** What a program on another port of the same host can do, which the browser gives its cookies to. */
  @Test
  void aCookieThatWasPlantedOpensNoOtherBarInThePage(BrowserContext browser) throws Exception {
    var mine = server.createSession("{\"name\":\"Mine\"}");
    var theirs = server.createSession("{\"name\":\"Theirs\"}");
    Cookie planted;
    try (var attacker = browser.browser().newContext()) {
      var page = attacker.newPage();
      page.navigate(server.url() + "/studio");
      signIn(page, theirs.get("ownerToken").asString());
      assertThat(page.getByRole(AriaRole.HEADING, heading("Theirs"))).isVisible();
      planted = attacker.cookies().get(0);
    }

    browser.addCookies(List.of(planted));
    var page = browser.newPage();
    page.navigate(server.url() + "/studio");
    assertThat(page.getByLabel("Token")).isVisible();
    signIn(page, mine.get("ownerToken").asString());
    assertThat(page.getByRole(AriaRole.HEADING, heading("Mine"))).isVisible();

    browser.addCookies(List.of(
        new Cookie(planted.name, planted.value).setDomain(planted.domain).setPath("/studio")));
    page.reload();
    assertThat(page.getByRole(AriaRole.HEADING, heading("Mine"))).isVisible();

    browser.addCookies(List.of(planted)); // in place of the page's own
    page.reload();
    assertThat(page.getByLabel("Token")).isVisible();
  }

  @ParameterizedTest
  @CsvSource({"1360, 900, DARK", "390, 844, LIGHT"
  }) // each size and each scheme once: neither hangs on the other
  void axeFindsNothingAndNothingSticksOut(
      int width, int height, ColorScheme scheme, BrowserContext browser) throws Exception {
    var session = server.createSession("{\"name\":\"Friday night\"}");
    var page = browser.newPage();
    page.setViewportSize(width, height);
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
    page.navigate(server.url() + "/studio");
    assertThat(page.getByLabel("Token")).isVisible();
    assertNothingFound(page);

    signIn(page, server.adminToken());
    Studio.newBar(page);
    assertNothingFound(page);

    page.navigate(server.url() + "/studio#/bars/" + session.get("id").asString());
    assertThat(page.frameLocator("iframe").locator("html[data-state=live]")).hasCount(1);
    assertNothingFound(page);
    turn(page, "Question");
    page.getByLabel("One vote pushes by").fill("500");
    assertThat(page.getByText("Not saved.")).isVisible();
    assertNothingFound(page);
    for (var part : List.of("Chat", "Look", "OBS", "People")) {
      turn(page, part);
      for (var closed : page.locator("summary:visible").all()) {
        closed.click();
      }
      assertNothingFound(page);
    }

    press(page, "Delete this bar");
    assertNothingFound(page);
  }

  private static Page openAsAdmin(BrowserContext browser, JsonNode session, String part)
      throws Exception {
    var page = browser.newPage();
    page.onDialog(dialog -> {
      throw new AssertionError("a script ran: " + dialog.message());
    });
    return Studio.open(page, server, session, part);
  }

  private static Page.GetByLabelOptions exact() {
    return new Page.GetByLabelOptions().setExact(true);
  }

  private static Locator.GetByTextOptions exactly() {
    return new Locator.GetByTextOptions().setExact(true);
  }

  private static Page.GetByRoleOptions heading(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }

  private static int status(Page page, String path) {
    return page.request().get(server.url() + path).status();
  }

  private static JsonNode read(JsonNode session) throws Exception {
    return JsonMapper.shared()
        .readTree(server
            .admin("GET", "/api/v1/sessions/" + session.get("id").asString(), "")
            .body());
  }

  private static JsonNode session(TestServer of) throws Exception {
    return JsonMapper.shared()
        .readTree(of.admin("GET", "/api/v1/sessions", "").body())
        .get("sessions")
        .get(0);
  }
}
