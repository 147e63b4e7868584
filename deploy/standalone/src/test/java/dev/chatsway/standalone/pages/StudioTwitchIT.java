package dev.chatsway.standalone.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.chatsway.standalone.pages.Accessibility.assertNothingFound;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.chatsway.twitch.TwitchApiStandIn;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A streamer connects Twitch from the studio, through the consent page of a Twitch on loopback, and back. */
@ExtendWith(Chromium.class)
final class StudioTwitchIT {

  @TempDir
  static Path folder;

  private static TwitchApiStandIn twitch;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    twitch = TwitchApiStandIn.start();
    var at = "chatsway.ingest.twitch.";
    server = TestServer.in(
            folder,
            "chatsway.http.public-url={url}",
            "chatsway.ingest.eventsub.secret=what-twitch-signs-with",
            at + "client-id=" + TwitchApiStandIn.CLIENT_ID,
            at + "client-secret=" + TwitchApiStandIn.CLIENT_SECRET,
            at + "bot-user-id=" + TwitchApiStandIn.BOT,
            at + "api-url=" + twitch.apiUrl(),
            at + "auth-url=" + twitch.authUrl())
        .start();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    twitch.close();
    assertThat(twitch.complaints()).isEmpty();
  }

  @Test
  void twoClicksAndAYesBringTheChatOfATwitchChannelToABar(BrowserContext browser) throws Exception {
    var session = server.createSession("{\"name\":\"Friday night\"}").path("id").asString();
    twitch.code("a-code", "4242", "channel:bot", server.url() + "/twitch/connect");
    var page = browser.newPage();
    page.navigate(server.signInLink());
    page.getByText("Friday night").click();
    Studio.turn(page, "Chat");
    page.getByText("Twitch, without a bot").click();
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Connect Twitch"))
        .click();

    assertThat(page.getByRole(AriaRole.HEADING)).hasText("Twitch is connected");
    assertNothingFound(page);
    page.getByText("Add it to my bar").click();
    assertThat(page.getByText("Twitch channel 4242 is connected.")).isInViewport();
    assertNothingFound(page);
    page.getByText("Let its chat vote in this bar").click();

    assertThat(page.getByText("The chat of Twitch channel 4242 votes in this bar."))
        .isVisible();
    assertThat(server.admin("GET", "/api/v1/sessions/" + session, "").body())
        .contains("\"channels\":[{\"platform\":\"twitch\",\"id\":\"4242\"}]");
    twitch.await("the chat", () -> twitch.enabled().contains("4242"));
  }
}
