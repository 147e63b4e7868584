package dev.chatsway.standalone.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.chatsway.standalone.pages.OverlayPage.assertState;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** A round on the overlay, from its opening to neutral. */
@ExtendWith(Chromium.class)
final class RoundPageIT {

  @RegisterExtension
  static final TestServer SERVER = TestServer.ofTheClass();

  @Test
  void viewersSeeTheTimeThatIsLeftThenTheResultThenANeutralBar(BrowserContext browser)
      throws Exception {
    var session = SERVER.createSession(
        "{\"settings\":{\"question\":\"Good?\",\"decayRate\":0,\"labelsCount\":true}}");
    var page = open(browser, session);
    var round = page.locator("chatsway-round");

    round(
        session,
        "{\"question\":\"Jump?\",\"for\":\"Jump\",\"against\":\"Stay\",\"seconds\":8,\"resultSeconds\":6}");
    assertThat(round.locator(".left")).hasText(Pattern.compile("0:0\\d"));
    assertThat(round.locator(".said")).hasText("Voting is open. Jump?");
    assertThat(page.locator("chatsway-bar .question")).hasText("Jump?");
    SERVER.vote(session, "for");
    assertThat(answerToAVote(session, "jump!")).isEqualTo("ok");
    SERVER.vote(session, "against");
    assertThat(page.locator("chatsway-bar")).hasAttribute("aria-valuenow", "10");
    assertThat(round.locator(".left")).hasText(Pattern.compile("0:0[12]"));

    assertThat(round).hasAttribute("phase", "result");
    assertThat(round.locator(".winner")).hasText("Jump wins");
    assertThat(round.locator(".score")).hasText("67 %, 3 votes");
    assertThat(round.locator(".said")).hasText("Voting has ended. Jump wins, 67 %, 3 votes.");
    assertThat(round.locator(".card")).isVisible();
    assertThat(page.locator("chatsway-bar .panel")).isHidden();
    assertThat(answerToAVote(session, "yes")).isEqualTo("frozen");

    assertThat(round).hasAttribute("phase", "");
    assertThat(page.locator("chatsway-bar")).hasAttribute("aria-valuenow", "0");
    assertThat(page.locator("chatsway-bar .panel")).isVisible();
    assertThat(round.locator(".card")).isHidden();
    assertThat(page.locator("chatsway-bar .question")).hasText("Good?");
    SERVER.vote(session, "against");
    assertThat(page.locator("chatsway-bar")).hasAttribute("aria-valuenow", "-10");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, No votes, ''",
    "2, 2, It is a tie, '50 % each, 4 votes'",
    "0, 1, Against wins, '100 %, 1 vote'"
  })
  void everyOutcomeHasWords(
      int votesFor, int votesAgainst, String winner, String score, BrowserContext browser)
      throws Exception {
    var session = SERVER.createSession("{}");
    var page = open(browser, session);
    round(session, "{}");
    assertThat(page.locator("chatsway-round .left")).hasText("Voting is open");
    for (int i = 0; i < votesFor; i++) {
      SERVER.vote(session, "for");
    }
    for (int i = 0; i < votesAgainst; i++) {
      SERVER.vote(session, "against");
    }

    SERVER.admin("POST", path(session) + "/rounds/close", "");

    assertThat(page.locator("chatsway-round .winner")).hasText(winner);
    assertThat(page.locator("chatsway-round .score")).hasText(score);
  }

  @Test
  void aSideThatHoldsOnIsNamedAndWins(BrowserContext browser) throws Exception {
    var session = SERVER.createSession(
        "{\"settings\":{\"forLabel\":\"Jump\",\"decayRate\":0,\"voteDelta\":50}}");
    var page = open(browser, session);
    var left = page.locator("chatsway-round .left");
    round(session, "{\"seconds\":60,\"winAt\":40,\"holdSeconds\":3}");
    assertThat(left).hasText(Pattern.compile("(1:00|0:59) · hold 40 for 3 s to win"));

    SERVER.vote(session, "for");

    assertThat(left).hasText(Pattern.compile("Jump wins in 0:0[23]"));
    assertThat(page.locator("chatsway-round .winner")).hasText("Jump wins");
    assertThat(page.locator("chatsway-round .score")).hasText("held on, 100 %, 1 vote");
  }

  /** Numbers of a countdown come one after the other, each for a second, although no message comes meanwhile. */
  @Test
  void theCountdownIsDrawnByThePageAlone(BrowserContext browser) throws Exception {
    var session = SERVER.createSession("{}");
    var page = open(browser, session);
    page.evaluate("""
        () => {
          const left = document.querySelector("chatsway-round .left");
          window.shown = [];
          new MutationObserver(() => window.shown.push([left.textContent, performance.now()])).observe(left, { childList: true });
        }""");
    round(session, "{\"seconds\":5}");
    assertThat(page.locator("chatsway-round")).hasAttribute("phase", "result");

    var shown = (List<?>) page.evaluate("() => window.shown.map(([text]) => text)");
    assertThat(shown.stream().distinct().toList())
        .isEqualTo(List.of("0:05", "0:04", "0:03", "0:02", "0:01", "0:00"));
    var last = ((Number)
            page.evaluate(
                "() => { const at = (text) => window.shown.find(([each]) => each === text)[1]; return at('0:01') - at('0:04'); }"))
        .doubleValue();
    assertThat(last).isBetween(2_600.0, 3_400.0);
  }

  private static Page open(BrowserContext browser, JsonNode session) {
    var page = browser.newPage();
    page.setViewportSize(760, 190);
    page.navigate(session.get("overlayUrl").asString());
    assertState(page, "live");
    return page;
  }

  private static void round(JsonNode session, String request) throws Exception {
    var answer = SERVER.admin("POST", path(session) + "/rounds", request);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }

  private static String answerToAVote(JsonNode session, String text) throws Exception {
    var answer = SERVER.send(HttpRequest.newBuilder(URI.create(SERVER.url() + "/webhooks/votes"))
        .header("Authorization", "Bearer " + session.get("voteToken").asString())
        .POST(BodyPublishers.ofString("{\"voter\":\"" + text + "\",\"text\":\"" + text + "\"}")));
    return answer.body().replaceFirst(".*\"status\":\"(\\w+)\".*", "$1");
  }

  private static String path(JsonNode session) {
    return "/api/v1/sessions/" + session.get("id").asString();
  }
}
