package dev.chatsway.standalone.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.chatsway.standalone.pages.OverlayPage.assertState;
import static dev.chatsway.standalone.pages.Studio.press;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.chatsway.gateway.IdentityStandIn;
import dev.chatsway.twitch.chat.TwitchChatStandIn;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A streamer signs in with Twitch, which is another site to the browser, and has a bar that their own chat moves. */
@ExtendWith(Chromium.class)
final class StudioSignInIT {

  private static final Pattern MOVED = Pattern.compile("[1-9]\\d*");

  @TempDir
  static Path folder;

  private static IdentityStandIn twitch;
  private static TwitchChatStandIn chat;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    twitch = IdentityStandIn.start();
    chat = new TwitchChatStandIn();
    server = TestServer.in(
            folder,
            "chatsway.http.public-url={url}",
            "chatsway.chat.twitch-url=" + chat.url(),
            "chatsway.gateway.sign-in.with=twitch",
            "chatsway.gateway.sign-in.client-id=" + IdentityStandIn.CLIENT,
            "chatsway.gateway.sign-in.client-secret=" + IdentityStandIn.SECRET,
            "chatsway.gateway.sign-in.twitch-url=" + twitch.issuer())
        .start();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    chat.close();
    twitch.close();
  }

  @Test
  void fromTheButtonToABarThatTheOwnChatMovesAndBackToNothing(BrowserContext browser)
      throws Exception {
    twitch.as("4711", "my_channel");
    var page = studio(browser);
    press(page, "Sign in with Twitch");

    assertThat(page.getByLabel("Your Twitch channel")).hasValue("my_channel");
    assertThat(page.locator("#login")).hasText("my_channel");
    assertThat(page).hasURL(server.url() + "/studio#/");
    assertThat(page.getByText("0 of 5 bars")).isVisible();
    page.getByLabel("Left option").fill("Jump");
    page.getByLabel("Right option").fill("Stay");
    press(page, "Create");
    Studio.turn(page, "OBS");
    var url = page.getByLabel("Overlay URL", new Page.GetByLabelOptions().setExact(true));
    var overlay = browser.newPage();
    overlay.navigate(url.inputValue());
    assertState(overlay, "live");
    Awaitility.await().until(() -> !chat.readers("my_channel").isEmpty());
    chat.chat("my_channel", "viewer", "first", "jump", "");
    assertThat(overlay.locator("chatsway-bar")).hasAttribute("aria-valuenow", MOVED);

    server.admin("POST", "/api/v1/owners/twitch:4711/suspend", "");
    assertState(overlay, "unavailable");
    server.admin("POST", "/api/v1/owners/twitch:4711/resume", "");
    overlay.evaluate("dispatchEvent(new Event('online'))"); // asks at once
    assertState(overlay, "live");

    page.bringToFront();
    page.reload(); // it was signed out meanwhile
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Sign-ins"))
        .click();
    press(page, "Delete my data");
    press(page, "Delete everything");
    assertThat(page.getByText("Everything of your account is deleted.")).isVisible();
    assertState(overlay, "deleted");
    assertThat(server.admin("GET", "/api/v1/owners", "").body()).isEqualTo("{\"owners\":[]}");
    assertThat(server.admin("GET", "/api/v1/sessions", "").body()).isEqualTo("{\"sessions\":[]}");
  }

  /** A link that names a sign-in is none of the page's own, with whatever cookie. */
  @Test
  void aLinkMakesThePageTakeNoSignIn(BrowserContext browser) throws Exception {
    twitch.as("66", "attacker");
    var page = studio(browser);
    press(page, "Sign in with Twitch");
    assertThat(page.locator("#login")).hasText("attacker");
    var signIn = page.evaluate("localStorage.getItem('chatsway-sign-in /')");
    page.evaluate("localStorage.clear()"); // the cookie alone, as if it was planted

    page.navigate(server.url() + "/studio?again#signed-in=" + signIn + "." + "x".repeat(32));
    assertThat(page.getByText("begun in another browser")).isVisible();
    assertThat(page.getByText("Sign in with Twitch")).isVisible();
    page.navigate(server.url() + "/studio?more#sign-in-failed=denied");
    assertThat(page.getByText("You said no at Twitch")).isVisible();
  }

  private static Page studio(BrowserContext browser) {
    var page = browser.newPage();
    page.navigate(server.url() + "/studio");
    assertThat(page.getByText("Sign in with Twitch")).isVisible();
    return page;
  }
}
