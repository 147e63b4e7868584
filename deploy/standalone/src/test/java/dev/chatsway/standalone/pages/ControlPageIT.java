package dev.chatsway.standalone.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.chatsway.standalone.pages.Accessibility.assertNothingFound;
import static dev.chatsway.standalone.pages.Studio.press;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A co-host with a phone, from the link that the streamer made in the studio to the moment it is switched off. */
@ExtendWith(Chromium.class)
final class ControlPageIT {

  private static final String LIVE = "Live: votes count.";
  private static final String PAUSED = "Paused: votes do not count.";

  @RegisterExtension
  static final TestServer server = TestServer.ofTheClass();

  @Test
  void aCoHostWithAPhoneRunsTheBarUntilTheLinkIsSwitchedOff(BrowserContext browser)
      throws Exception {
    var session = server.createSession("{\"name\":\"Friday night\"}");
    var studio = Studio.open(browser.newPage(), server, session, "people");
    press(studio, "Create a control link");
    assertThat(studio.getByLabel("Control link", exact())).hasValue(Pattern.compile(".*#•+"));
    var url = read(session).get("controlUrl").asString();
    var overlay = browser.newPage();
    overlay.navigate(session.get("overlayUrl").asString());
    server.vote(session, "for");

    var page = openOnPhone(browser, url);
    var asked = new ArrayList<String>();
    page.onRequest(request -> asked.add(request.url() + request.headers().get("referer")));
    assertThat(title(page)).hasText("Friday night");
    assertState(page, LIVE);
    press(page, "Pause votes");
    assertState(page, PAUSED);
    OverlayPage.assertState(overlay, "paused");
    press(page, "Resume votes");
    assertState(page, LIVE);
    press(page, "Reset to neutral");
    assertThat(overlay.locator("chatsway-bar")).hasAttribute("aria-valuenow", "0");
    page.getByLabel("Words for the left side").fill("Jump");
    page.keyboard().press("Enter");
    assertThat(overlay.locator(".side.for .label")).hasText("Jump");
    var token = url.replaceFirst(".*#", "");
    assertThat(asked).isNotEmpty().noneMatch(request -> request.contains(token));

    press(studio, "Switch off: control link");
    press(studio, "Switch off");
    assertThat(title(page)).hasText("This link no longer works");
    assertThat(studio.getByText("Create a control link")).isVisible();
  }

  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"DARK", "LIGHT"})
  void onAPhoneNothingSticksOutAxeFindsNothingAndTheKeyboardIsEnough(
      ColorScheme scheme, BrowserContext browser) throws Exception {
    var session = server.createSession("{\"name\":\"%s\",\"settings\":{\"forLabel\":\"%s\"}}"
        .formatted("Friday night ".repeat(7), "W".repeat(40)));
    var page = openOnPhone(browser, controlUrl(session));
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
    assertState(page, LIVE);
    assertNothingFound(page);

    page.keyboard().press("Tab");
    page.keyboard().press("Enter");
    assertState(page, PAUSED);
    assertNothingFound(page);

    server.admin("DELETE", path(session) + "/control-token", "");
    assertThat(title(page)).hasText("This link no longer works");
    assertNothingFound(page);
  }

  @Test
  void withoutAConnectionNothingCanBePressedAndItComesBackByItself(BrowserContext browser)
      throws Exception {
    var page = openOnPhone(browser, controlUrl(server.createSession("{}")));
    assertState(page, LIVE);

    browser.setOffline(true);
    assertState(page, "No connection. Trying again; the buttons do nothing until it is back.");
    assertThat(page.getByRole(AriaRole.BUTTON, named("Pause votes"))).isDisabled();
    assertNothingFound(page);
    browser.setOffline(false);

    assertState(page, LIVE);
    assertThat(page.getByRole(AriaRole.BUTTON, named("Pause votes"))).isEnabled();
  }

  @Test
  void whileTheDataIsAwayThePageSaysSo(BrowserContext browser) throws Exception {
    var url = controlUrl(server.createSession("{}"));
    var page = browser.newPage();
    page.route(
        "**/api/v1/control",
        route -> route.fulfill(new Route.FulfillOptions()
            .setStatus(503)
            .setBody("{\"detail\":\"Redis is not answering\"}")));

    page.navigate(url);

    assertState(page, "Chatsway cannot reach its data at the moment. Trying again.");
    assertThat(page.getByRole(AriaRole.BUTTON, named("Reset to neutral"))).isDisabled();
  }

  @Test
  void aLinkWithoutItsEndSaysSo(BrowserContext browser) {
    var page = openOnPhone(browser, server.url() + "/control");

    assertThat(title(page)).hasText("This link is incomplete");
  }

  @Test
  void aScriptInANameOrALabelStaysText(BrowserContext browser) throws Exception {
    var name = "<img src=x onerror=alert(1)>";
    var session = server.createSession(
        "{\"name\":\"%1$s\",\"settings\":{\"forLabel\":\"%1$s\"}}".formatted(name));
    var page = openOnPhone(browser, controlUrl(session));

    assertThat(title(page)).hasText(name);
    assertThat(page.locator(".meter bdi").first()).hasText(name);
    assertThat(page.locator("img")).hasCount(0);
  }

  @Test
  void theStudioGivesAStreamDeckUrlsThatWork(BrowserContext browser) throws Exception {
    var session = server.createSession("{}");
    var studio = Studio.open(browser.newPage(), server, session, "people");
    press(studio, "Create URLs for a Stream Deck");
    assertThat(studio
            .getByLabel("Stream Deck", exact())
            .getByText("This works on this computer only. For a phone or another computer"))
        .isVisible();
    var reset = studio.getByLabel("Reset to neutral", exact());
    assertThat(reset).hasValue(Pattern.compile(".*/deck/•+/reset"));
    studio
        .locator(".copyable", new Page.LocatorOptions().setHas(reset))
        .getByText("Show")
        .click();

    var pressed =
        HttpRequest.newBuilder(URI.create(reset.inputValue())).POST(BodyPublishers.noBody());
    assertThat(server.send(pressed).body()).isEqualTo("The bar is back at neutral.");
  }

  private static Locator title(Page page) {
    return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1));
  }

  private static void assertState(Page page, String words) {
    assertThat(page.locator(".state")).hasText(words);
  }

  private static Page openOnPhone(BrowserContext browser, String url) {
    var page = browser.newPage();
    page.onDialog(dialog -> {
      throw new AssertionError("a script ran: " + dialog.message());
    });
    page.setViewportSize(360, 740);
    page.navigate(url);
    return page;
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }

  private static Page.GetByLabelOptions exact() {
    return new Page.GetByLabelOptions().setExact(true);
  }

  private static String controlUrl(JsonNode session) throws Exception {
    var made = server.admin("POST", path(session) + "/control-token", "");
    return JsonMapper.shared().readTree(made.body()).get("controlUrl").asString();
  }

  private static String path(JsonNode session) {
    return "/api/v1/sessions/" + session.get("id").asString();
  }

  private static JsonNode read(JsonNode session) throws Exception {
    return JsonMapper.shared().readTree(server.admin("GET", path(session), "").body());
  }
}
