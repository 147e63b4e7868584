package dev.chatsway.standalone.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.chatsway.standalone.pages.OverlayPage.assertState;
import static dev.chatsway.standalone.pages.Studio.press;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.chatsway.standin.RelayStandIn;
import dev.chatsway.standin.TwitchChatStandIn;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A streamer has only the studio open, and their own chat, on a Twitch on loopback, moves the bar. */
@ExtendWith(Chromium.class)
final class StudioChatIT {

  private static final Pattern MOVED = Pattern.compile("[1-9]\\d*");

  @TempDir
  static Path folder;

  private static TwitchChatStandIn twitch;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    twitch = new TwitchChatStandIn();
    server = TestServer.in(folder, "chatsway.chat.twitch-url=" + twitch.url()).start();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    twitch.close();
  }

  private static Page list(BrowserContext browser) {
    var page = browser.newPage();
    page.navigate(server.url() + "/studio");
    var token = page.getByLabel("Token");
    assertThat(token).isVisible();
    return page;
  }

  private static void signIn(Page page) throws Exception {
    page.getByLabel("Token").fill(server.adminToken());
    page.keyboard().press("Enter");
    Studio.newBar(page);
  }

  private static Locator chatStep(Page page) {
    return page.locator(".checklist li").first();
  }

  private static double seconds(long sinceNanos, long untilNanos) {
    return (untilNanos - sinceNanos) / 1e9;
  }

  @Test
  void fromTheEmptyListToABarThatTheStreamersOwnChatMovesInUnderAMinute(BrowserContext browser)
      throws Exception {
    var page = list(browser);
    signIn(page);
    long begun = System.nanoTime();
    page.getByLabel("Left option").fill("Jump");
    page.getByLabel("Right option").fill("Stay");
    page.getByLabel("Your channel").fill("https://www.twitch.tv/Channel");
    press(page, "Create");
    long created = System.nanoTime();
    Studio.turn(page, "OBS");
    var url = page.getByLabel("Overlay URL", new Page.GetByLabelOptions().setExact(true));
    var overlay = browser.newPage();
    overlay.navigate(url.inputValue());
    assertState(overlay, "live");
    Awaitility.await().until(() -> !twitch.readers("channel").isEmpty());
    long said = System.nanoTime();
    twitch.chat("channel", "viewer", "first", "jump", "");
    assertThat(overlay.locator("chatsway-bar")).hasAttribute("aria-valuenow", MOVED);
    long moved = System.nanoTime();

    long joined = twitch.joins().stream()
        .filter(join -> join.channel().equals("channel"))
        .mapToLong(TwitchChatStandIn.Join::nanos)
        .findFirst()
        .orElseThrow();
    System.out.printf(
        "from the empty list to a moved bar %.1f s; of the product's own from Create to the JOIN"
            + " %.2f s, from the first line to the moved bar %.2f s; from the JOIN to the moved"
            + " bar %.2f s, the overlay opened by hand meanwhile%n",
        seconds(begun, moved),
        seconds(created, joined),
        seconds(said, moved),
        seconds(joined, moved));
    assertThat(seconds(begun, moved)).isLessThan(60);
    assertThat(seconds(created, joined)).isLessThan(3);
    assertThat(seconds(said, moved)).isLessThan(3);

    page.bringToFront();
    assertThat(chatStep(page)).hasClass("done");
    assertThat(chatStep(page))
        .containsText(Pattern.compile("channel: last line (just now|\\d+ s)"));
    twitch.chat("channel", "another", "last", "JUMP!", "");
    assertThat(page.locator(".checklist li").nth(1)).hasClass("done");
  }

  @Test
  void theChannelIsAddedAndChangedLaterAndWhatIsWrongWithItStandsThere(BrowserContext browser)
      throws Exception {
    twitch.forget("typo");
    var page = list(browser);
    signIn(page);
    page.getByLabel("Left option").fill("Later");
    press(page, "Create");
    assertThat(chatStep(page)).containsText("Type your channel");
    assertThat(page.locator(".checklist li").nth(1))
        .containsText("Type “Later” or “Against” in your chat");
    assertThat(page.getByLabel("Now", new Page.GetByLabelOptions().setExact(true)))
        .containsText("Last votenone yet");
    page.getByText("Chat connected").click();
    var field = page.getByLabel("Your channel");

    field.fill("not a channel!");
    press(page, "Read its chat");
    assertThat(page.getByText("Not saved. Allowed: a Twitch channel")).isVisible();
    assertThat(field).hasAttribute("aria-invalid", "true");

    field.fill("typo");
    press(page, "Read its chat");
    assertThat(chatStep(page)).containsText("typo: There is no such channel on Twitch");
    assertThat(chatStep(page)).hasClass("bad");
    assertThat(page.getByLabel("What happens")).isEmpty();
    assertThat(page.getByLabel("Chats being read").locator(".bad"))
        .containsText("This channel does not exist or has been suspended.");

    field.fill("@Right_One");
    press(page, "Read its chat");
    assertThat(field).hasValue("right_one");
    assertThat(chatStep(page)).containsText("right_one: connected; no messages yet");
    assertThat(chatStep(page)).hasClass("done");

    field.fill("");
    press(page, "Read its chat");
    Awaitility.await().until(() -> twitch.readers("right_one").isEmpty());
  }

  @Test
  void channelsVoteAgainstEachOtherAsTheStreamerChooses(BrowserContext browser) throws Exception {
    var page = list(browser);
    signIn(page);
    page.getByLabel("Left option").fill("Anna");
    page.getByLabel("Your channel").fill("anna");
    press(page, "Create");
    Studio.turn(page, "OBS");
    var url = page.getByLabel("Overlay URL", new Page.GetByLabelOptions().setExact(true));
    var overlay = browser.newPage();
    overlay.navigate(url.inputValue());
    assertState(overlay, "live");
    var hint = overlay.locator(".field .how.for");
    assertThat(hint).hasText("type +");

    page.bringToFront();
    Studio.turn(page, "Chat");
    page.getByLabel("Your channel").fill("anna, bob");
    press(page, "Read its chat");
    page.getByLabel("anna votes").selectOption("for");
    page.getByLabel("bob votes").selectOption("against");

    assertThat(hint).hasText("type + in anna’s chat");
    assertThat(overlay.locator(".field .how.against")).hasText("type + in bob’s chat");
    page.getByLabel("Try a chat line").fill("2");
    page.getByLabel("Written in").selectOption("twitch:@anna");
    press(page, "Would it count?");
    assertThat(page.getByText("Counts for the left side")).isVisible();
    assertThat(page.getByText("every vote in twitch:@anna counts for \"Anna\"")).isVisible();
    Awaitility.await().until(() -> !twitch.readers("bob").isEmpty());
    twitch.chat("bob", "viewer", "sides-1", "1", "");
    assertThat(overlay.locator("chatsway-bar"))
        .hasAttribute("aria-valuenow", Pattern.compile("-[1-9]\\d*"));

    page.getByLabel("Your channel").fill("anna");
    press(page, "Read its chat");
    assertThat(page.getByLabel("bob votes")).hasCount(0);
    assertThat(overlay.locator(".field .how.against")).hasText("type -");
  }

  @Test
  void theAddressOfStreamerBotIsPastedAndItsChatMovesTheBar(BrowserContext browser)
      throws Exception {
    try (var relay = new RelayStandIn()) {
      var page = list(browser);
      signIn(page);
      page.getByLabel("Left option").fill("Jump");
      page.getByLabel("Right option").fill("Stay");
      press(page, "Create");
      page.getByText("Chat connected").click();
      var field = page.getByLabel("Your channel");
      var what = page.getByLabel("What happens");
      var password = page.getByLabel("Password of Streamer.bot");
      assertThat(password).isHidden();

      field.fill("wss://elsewhere.example/");
      assertThat(what).containsText("Streamer.bot at elsewhere.example: Chatsway connects to it");
      press(page, "Read its chat");
      assertThat(page.getByText("(RELAY_TARGETS): loopback")).isVisible();

      field.fill(relay.url());
      password.fill("hush");
      press(page, "Read its chat");
      var bot = relay.connection();
      bot.say("{'request':'Hello','authentication':{'salt':'salt1','challenge':'challenge1'}}");
      assertThat(bot.message()).contains("XmcP8TIyOhcK0aHLQcdXRpKCQd8ndTm+xHAEqMx93v8=");
      bot.say("{'id':'chatsway-login','status':'ok'}");
      assertThat(bot.message()).contains("Subscribe");
      bot.say("{'id':'chatsway-subscribe','status':'ok'}");
      assertThat(chatStep(page)).containsText("Streamer.bot (127.0.0.1:");
      assertThat(chatStep(page)).containsText("connected; no messages yet");
      assertThat(field).hasValue(relay.url());
      assertThat(page.getByText("Channels against each other")).isHidden();
      assertThat(password).hasValue("");

      bot.say(
          "{'event':{'source':'YouTube','type':'Message'},'data':{'eventId':'m','message':'jump','user':{'id':'7'}}}");
      assertThat(page.locator(".checklist li").nth(1)).hasClass("done");
      bot.hangUp();
      assertThat(chatStep(page)).containsText("Is Streamer.bot running");
    }
  }

  @Test
  void whatIsPastedIsRecognisedBeforeItIsSaved(BrowserContext browser) throws Exception {
    var page = list(browser);
    signIn(page);
    var field = page.getByLabel("Your channel");
    var form = page.locator("form.creation");

    field.fill("https://socialstream.ninja/dock.html?v=1&session=abc");
    assertThat(form).containsText("Social Stream Ninja: Chatsway listens to it");
    field.fill("https://www.youtube.com/@somebody");
    assertThat(form).containsText("Chatsway cannot read youtube.com by itself. Streamer.bot");
    field.fill("https://www.twitch.tv/somebody");
    assertThat(form).containsText("Chatsway reads this Twitch chat anonymously");
    field.fill("");
    assertThat(form).containsText("Leave it empty to do this later.");
  }

  @Test
  void whatIsNoChannelIsSaidBeforeABarIsMade(BrowserContext browser) throws Exception {
    var page = list(browser);
    signIn(page);
    page.getByLabel("Your channel").fill("https://kick.com/somebody");
    press(page, "Create");

    assertThat(page.getByText("Not created. Allowed: a Twitch channel")).isVisible();
    assertThat(page.getByLabel("Your channel")).hasAttribute("aria-invalid", "true");
  }
}
