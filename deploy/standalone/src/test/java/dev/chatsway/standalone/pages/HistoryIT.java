package dev.chatsway.standalone.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.chatsway.standalone.pages.Studio.press;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the studio says of a bar's last seconds and hours. */
@ExtendWith(Chromium.class)
final class HistoryIT {

  private static final String NO_DECAY = "{\"settings\":{\"decayRate\":0,\"voteDelta\":10}}";

  @RegisterExtension
  static final TestServer server = TestServer.ofTheClass();

  @Test
  void votesAndTheirSourcesAreSeenAndTheChartSaysInWordsWhatItDraws(BrowserContext browser)
      throws Exception {
    var session = server.createSession(NO_DECAY);
    server.vote(session, "for");
    server.vote(session, "for");
    server.get(link(session) + "?voter=anna&side=against");
    var problems = new ArrayList<String>();
    var page = open(browser, session, problems);

    var now = page.getByLabel("Now", exact());
    contains(now, "Votes in the last minute2 For · 1 Against");
    contains(now, Pattern.compile("Last vote(just now|\\d+ s ago)"));
    var sources = page.getByLabel("Sources of votes");
    contains(sources, Pattern.compile("Bots with a tokenlast vote (just now|\\d+ s ago)"));
    contains(sources, Pattern.compile("Bots that fetch a linklast vote"));
    contains(page.locator("figcaption"), "2 votes for For, 1 for Against.");
    assertThat(page.locator(".chart canvas")).isVisible();

    press(page, "Reset");
    press(page, "Pause votes");
    press(page, "Resume");
    page.getByText("The same as a table").click();
    contains(page.getByRole(AriaRole.TABLE), "reset, paused, resumed");
    contains(page.locator("figcaption"), Pattern.compile("Reset at \\d"));
    contains(now, "Value0, neutral");
    assertThat(problems).isEmpty();
  }

  @Test
  void testVotesCountAreMarkedAsTestsAndProveNoChat(BrowserContext browser) throws Exception {
    var session = server.createSession(
        "{\"settings\":{\"decayRate\":0,\"forLabel\":\"Jump\",\"votesPerMinute\":22}}");
    var page = open(browser, session, new ArrayList<>());
    var said = page.locator("#said");
    Studio.turn(page, "Chat");

    press(page, "Vote Jump");
    assertThat(said).hasText("Counted.");
    press(page, "Vote Against");
    press(page, "Burst of 20");
    assertThat(said).hasText("20 counted.");
    press(page, "Vote Jump");
    assertThat(said).hasText("Not counted: there are too many votes a minute.");

    contains(
        page.getByLabel("Sources of votes"), Pattern.compile("^Test voteslast vote (just|\\d+ s)"));
    var steps = page.locator(".checklist li");
    assertThat(steps.nth(1)).hasClass("done");
    assertThat(steps.first()).not().hasClass("done");
    Studio.turn(page, "History");
    contains(page.locator("figcaption"), "Test votes are among them.");
  }

  @Test
  void allTwelveHoursCanBeLookedAtAndTakenAway(BrowserContext browser) throws Exception {
    var session = server.createSession(NO_DECAY);
    server.vote(session, "against");
    var page = open(browser, session, new ArrayList<>());

    page.getByLabel("Last 12 hours").check();
    contains(page.locator("figcaption"), Pattern.compile("(lowest|always) −10"));
    var csv = page.waitForDownload(() -> page.getByText("CSV", exactly()).click());
    var json = page.waitForDownload(() -> page.getByText("JSON", exactly()).click());

    assertThat(csv.suggestedFilename()).matches("chatsway-\\d{4}-\\d\\d-\\d\\d\\.csv");
    var lines = Files.readAllLines(csv.path());
    assertThat(lines.get(0)).isEqualTo("at,value,for,against,events,results");
    assertThat(lines.get(1)).matches("....-..-..T..:..:.0Z,(-10.0,0,1|0.0,0,0),created,");
    assertThat(json.suggestedFilename()).isEqualTo("chatsway-timeline.json");
    assertThat(JsonMapper.shared().readTree(Files.readString(json.path())).get("points"))
        .isNotEmpty();
  }

  @Test
  void whereNothingHappenedItSaysSo(BrowserContext browser) throws Exception {
    var session = server.createSession("{}");
    var page = browser.newPage();
    page.route("**/timeline?*", route -> {
      var timeline = "{\"now\":\"2026-11-22T18:00:05Z\",\"bucketSeconds\":10,\"lastVote\":null,"
          + "\"sources\":{},\"points\":[{\"at\":\"2026-11-22T18:00:00Z\",\"value\":0,\"for\":0,\"against\":0}],\"events\":[]}";
      route.fulfill(new com.microsoft.playwright.Route.FulfillOptions()
          .setContentType("application/json")
          .setBody(timeline));
    });
    signIn(page, session);

    assertThat(page.getByText("Nothing happened in the last hour. Votes will be drawn here."))
        .isVisible();
    assertThat(page.getByText("No votes yet. See “Chat”.")).isVisible();
    contains(page.getByLabel("Now", exact()), "Last votenone in 12 hours");
  }

  @Test
  void whatCouldNotBeReadIsSaidAndComesBackByItself(BrowserContext browser) throws Exception {
    var session = server.createSession("{}");
    server.vote(session, "for");
    var page = browser.newPage();
    page.route("**/timeline?*", route -> route.abort());
    signIn(page, session);

    assertThat(page.getByText("Not up to date: The server is not answering.")).isVisible();
    contains(page.getByLabel("Now", exact()), "Last votenot answering");
    page.unroute("**/timeline?*");
    contains(page.locator("figcaption"), "1 votes for For");
    assertThat(page.getByText("Not up to date")).isHidden();
  }

  private static Page open(BrowserContext browser, JsonNode session, List<String> problems)
      throws Exception {
    var page = browser.newPage();
    page.onConsoleMessage(message -> {
      if (message.text().contains("Content Security Policy")) {
        problems.add(message.text());
      }
    });
    page.onPageError(problems::add);
    signIn(page, session);
    return page;
  }

  private static void signIn(Page page, JsonNode session) throws Exception {
    page.navigate(server.url() + "/studio#/bars/" + session.get("id").asString() + "/history");
    Studio.signIn(page, session.get("ownerToken").asString());
  }

  private static String link(JsonNode session) {
    var url = session.get("voteUrl").asString();
    return url.substring(url.indexOf("/vote/"));
  }

  private static void contains(Locator where, String text) {
    assertThat(where).containsText(text);
  }

  private static void contains(Locator where, Pattern text) {
    assertThat(where).containsText(text);
  }

  private static Page.GetByLabelOptions exact() {
    return new Page.GetByLabelOptions().setExact(true);
  }

  private static Page.GetByTextOptions exactly() {
    return new Page.GetByTextOptions().setExact(true);
  }
}
