package dev.chatsway.standalone.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.chatsway.standalone.pages.Accessibility.assertNothingFound;
import static dev.chatsway.standalone.pages.Studio.press;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.chatsway.gateway.IdentityStandIn;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A streamer shares a bar with a moderator, each in a browser of their own. */
@ExtendWith(Chromium.class)
final class CoHostsIT {

  @TempDir
  static Path folder;

  private static IdentityStandIn twitch;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    twitch = IdentityStandIn.start();
    server = TestServer.in(
            folder,
            "chatsway.http.public-url={url}",
            "chatsway.gateway.sign-in.with=twitch",
            "chatsway.gateway.sign-in.client-id=" + IdentityStandIn.CLIENT,
            "chatsway.gateway.sign-in.client-secret=" + IdentityStandIn.SECRET,
            "chatsway.gateway.sign-in.twitch-url=" + twitch.issuer())
        .start();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    twitch.close();
  }

  @Test
  void aModeratorRunsTheBarUntilTheStreamerRemovesThem(BrowserContext streamers) throws Exception {
    var streamer = signIn(streamers, "1", "streamer");
    streamer.getByLabel("Your channel").fill("");
    streamer.getByLabel("Question").fill("Which way?");
    press(streamer, "Create");
    Studio.turn(streamer, "People");
    streamer.getByLabel("Their Twitch channel").fill("not a name!");
    press(streamer, "Invite");
    assertThat(streamer.getByText("Not invited. Allowed: a Twitch channel")).isVisible();
    streamer.getByLabel("Their Twitch channel").fill("twitch.tv/Moderator");
    press(streamer, "Invite");
    assertThat(coHosts(streamer)).containsText("Invited: has not signed in yet");
    assertNothingFound(streamer);

    try (var moderators = streamers.browser().newContext()) {
      var moderator = signIn(moderators, "2", "moderator");
      assertThat(moderator.getByText("0 of 5 bars")).isVisible();
      assertThat(moderator.getByText("shared by streamer")).isVisible();
      moderator
          .getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Which way?"))
          .click();
      assertThat(moderator.getByText("Shared by streamer")).isVisible();
      assertThat(coHosts(streamer)).containsText("Co-host"); // without a reload
      press(moderator, "Pause votes");
      assertThat(resume(moderator)).isVisible();
      assertThat(resume(streamer)).isVisible();
      Studio.turn(moderator, "Question");
      question(moderator).fill("Left or right?");
      moderator.keyboard().press("Enter");
      Studio.turn(streamer, "Question");
      assertThat(question(streamer)).hasValue("Left or right?");
      press(moderator, "Resume");
      Studio.turn(moderator, "Chat");
      press(moderator, "Vote For");
      assertThat(moderator.getByText("Counted.", counted())).isVisible();
      for (String part : new String[] {"Chat", "OBS", "People"}) {
        Studio.turn(moderator, part);
        assertNothingFound(moderator);
      }
      assertThat(moderator.getByText("Keys and deletion")).hasCount(0);
      assertThat(moderator.getByText("Leave this bar")).isVisible();
      assertThat(moderator.content()).doesNotContain("Owner token", "Vote token", "/vote/");

      Studio.turn(streamer, "People");
      streamer.getByLabel("Remove: moderator").click();
      press(streamer, "Remove");
      assertThat(coHosts(streamer)).isEmpty();
      assertThat(moderator.getByText("or is no longer shared with you")).isVisible();
      moderator.getByText("All bars").click();
      assertThat(moderator.getByText("shared by streamer")).hasCount(0);
    }
  }

  private static Locator resume(Page page) {
    return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Resume"));
  }

  private static Locator coHosts(Page page) {
    return page.getByLabel("Co-hosts", exact());
  }

  private static Locator question(Page page) {
    return page.getByRole(
        AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Question").setExact(true));
  }

  private static Page.GetByTextOptions counted() {
    return new Page.GetByTextOptions().setExact(true);
  }

  private static Page.GetByLabelOptions exact() {
    return new Page.GetByLabelOptions().setExact(true);
  }

  private static Page signIn(BrowserContext browser, String number, String login) {
    twitch.as(number, login);
    var page = browser.newPage();
    page.navigate(server.url() + "/studio");
    press(page, "Sign in with Twitch");
    assertThat(page.locator("#login")).hasText(login);
    return page;
  }
}
