package dev.chatsway.standalone.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.chatsway.standalone.pages.Accessibility.assertNothingFound;
import static dev.chatsway.standalone.pages.Studio.press;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Rounds, and the undoing of a reset, from the studio and from a co-host's page. */
@ExtendWith(Chromium.class)
final class RoundControlsIT {

  @RegisterExtension
  static final TestServer SERVER = TestServer.ofTheClass();

  @Test
  void theStreamerOpensARoundClosesItAndSeesItsResult(BrowserContext browser) throws Exception {
    var session = SERVER.createSession("{\"settings\":{\"decayRate\":0}}");
    var page = Studio.open(browser.newPage(), SERVER, session, "live");
    var rounds = page.locator(".rounds");
    assertThat(rounds.locator(".round-state")).hasText("No round is open.");

    rounds.getByLabel("What are you asking?").fill("Jump?");
    rounds.getByLabel("Left option").fill("Jump");
    rounds.getByLabel("It ends after").selectOption("When I close it");
    press(page, "Open the round");

    assertThat(page.locator("#said")).hasText("The round is open: votes start at zero.");
    assertThat(rounds.locator(".round-state")).hasText("A round is open.");
    assertThat(page.getByRole(AriaRole.BUTTON, named("Open the round"))).isHidden();
    SERVER.vote(session, "for");
    assertThat(rounds.locator(".round-left"))
        .hasText("Jump? until you close it. Jump 1, Against 0.");

    press(page, "Close the round now");

    assertThat(page.locator("#said")).hasText("The round was closed.");
    assertThat(rounds.locator(".round-state")).hasText("The result is on the stream.");
    assertThat(rounds.locator(".results li")).hasCount(1);
    assertThat(rounds.locator(".results bdi"))
        .hasText("Jump? Jump wins, 100 % (Jump 1, Against 0), closed");
    assertThat(rounds.locator(".round-state")).hasText("No round is open.");
    assertNothingFound(page);
  }

  @Test
  void aRoundThatSomebodyElseOpenedInTheSameMomentIsSaidInWordsAndShown(BrowserContext browser)
      throws Exception {
    var session = SERVER.createSession("{}");
    var page = Studio.open(browser.newPage(), SERVER, session, "live");
    var rounds = page.locator(".rounds");
    assertThat(rounds.locator(".round-state")).hasText("No round is open.");
    page.route(
        "**/rounds",
        route -> { // the other is a little faster
          if (route.request().method().equals("POST")) {
            open(session, "{\"question\":\"Mine\"}");
          }
          route.resume();
        });

    press(page, "Open the round");

    assertThat(rounds.locator(".problem"))
        .hasText("Not done. a round is already open: close it first");
    assertThat(rounds.locator(".round-left")).hasText("Mine until you close it. For 0, Against 0.");
  }

  @Test
  void aCoHostWithAPhoneRunsARoundByTheKeyboardAlone(BrowserContext browser) throws Exception {
    var session = SERVER.createSession("{}");
    var page = phone(browser, session);
    var rounds = page.locator(".rounds");
    assertThat(rounds.locator(".round-state")).hasText("No round is open.");
    assertNothingFound(page);

    rounds.getByLabel("What are you asking?").focus();
    page.keyboard().type("Left or right?");
    page.keyboard().press("Enter");

    assertThat(rounds.locator(".round-left"))
        .hasText(Pattern.compile("Left or right\\? \\d+ s left\\. For 0, Against 0\\."));
    assertNothingFound(page);
    page.getByRole(AriaRole.BUTTON, named("Close the round now")).focus();
    page.keyboard().press("Enter");
    assertThat(rounds.locator(".results bdi")).hasText("Left or right? no votes, closed");
  }

  @Test
  void aResetIsUndoneWithinTenSecondsFromTheStudioAndFromAPhone(BrowserContext browser)
      throws Exception {
    var session = SERVER.createSession("{\"settings\":{\"decayRate\":0}}");
    var page = Studio.open(browser.newPage(), SERVER, session, "live");
    var phone = phone(browser, session);
    SERVER.vote(session, "for");
    assertThat(phone.locator(".meter output")).hasText("+10");

    press(page, "Reset");
    assertThat(phone.locator(".meter output")).hasText("0");
    press(page, "Undo reset");
    assertThat(page.locator("#said")).hasText("The bar is back where it was.");
    assertThat(phone.locator(".meter output")).hasText("+10");
    assertThat(page.getByRole(AriaRole.BUTTON, named("Undo reset"))).isHidden();

    press(phone, "Reset to neutral");
    assertThat(phone.locator(".meter output")).hasText("0");
    press(phone, "Undo reset");
    assertThat(phone.locator(".meter output")).hasText("+10");
  }

  private static Page phone(BrowserContext browser, JsonNode session) throws Exception {
    var made = SERVER.admin("POST", path(session) + "/control-token", "");
    var page = browser.newPage();
    page.setViewportSize(360, 740);
    page.navigate(JsonMapper.shared().readTree(made.body()).get("controlUrl").asString());
    return page;
  }

  private static void open(JsonNode session, String request) {
    try {
      SERVER.admin("POST", path(session) + "/rounds", request);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }

  private static String path(JsonNode session) {
    return "/api/v1/sessions/" + session.get("id").asString();
  }
}
