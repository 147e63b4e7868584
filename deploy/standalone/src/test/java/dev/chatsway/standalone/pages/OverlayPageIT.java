package dev.chatsway.standalone.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.chatsway.standalone.pages.OverlayPage.assertState;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.chatsway.standalone.e2e.Running;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@ExtendWith(Chromium.class)
final class OverlayPageIT {

  private static final Pattern POSITIVE = Pattern.compile("[1-9]\\d*");
  private static final Pattern NEGATIVE = Pattern.compile("-[1-9]\\d*");

  @RegisterExtension
  static final TestServer server = TestServer.ofTheClass();

  @Test
  void theBarMovesOnAVote(BrowserContext browser) throws Exception {
    var session = server.createSession("{}");
    var page = open(browser, session);

    server.vote(session, "for");
    assertValue(page, POSITIVE);

    server.vote(session, "against");
    server.vote(session, "against");
    assertValue(page, NEGATIVE);
  }

  @Test
  void anOverlayOutlivesItsServerAndShowsTheValueThatWasVotedMeanwhile(BrowserContext browser)
      throws Exception {
    var session = server.createSession("{\"settings\":{\"decayRate\":0}}");
    var page = open(browser, session);

    server.kill();
    assertState(page, "reconnecting");
    server.start();
    server.vote(session, "for");

    assertState(page, "live");
    assertThat(page.locator("chatsway-bar")).hasAttribute("aria-valuenow", "10");
  }

  @Test
  void anOverlayThatLosesItsServerWhileTheDataIsAwayIsLiveOnceBothAreBack(BrowserContext browser)
      throws Exception {
    var session = server.createSession("{\"settings\":{\"decayRate\":0}}");
    var page = open(browser, session);
    var redis = Running.redisServers(server.folder()).get(0);

    Running.signal("STOP", redis);
    assertState(page, "degraded");
    server.kill();
    assertState(page, "reconnecting");
    Running.signal("CONT", redis);
    server.start();
    server.vote(session, "for");

    assertState(page, "live");
    assertThat(page.locator("chatsway-bar")).hasAttribute("aria-valuenow", "10");
  }

  @Test
  void whereWebSocketsAreBrokenItLivesOnServerSentEvents(BrowserContext browser) throws Exception {
    browser.routeWebSocket(Pattern.compile(".*"), socket -> socket.close());
    var session = server.createSession("{}");
    var page = open(browser, session);

    server.vote(session, "for");

    assertValue(page, POSITIVE);
  }

  @Test
  void aHiddenPageThatIsShownAgainConnectsAtOnce(BrowserContext browser) throws Exception {
    var session = server.createSession("{\"settings\":{\"decayRate\":0}}");
    var page = browser.newPage();
    page.addInitScript("Math.random = () => 1000"); // each wait is the longest that there is, 15 s
    page.navigate(session.get("overlayUrl").asString());
    assertState(page, "live");
    server.kill();
    assertState(page, "reconnecting");
    server.start();
    server.vote(session, "for");

    show(page, false);
    show(page, true);

    assertThat(page.locator(":root")).hasAttribute("data-state", "live");
    assertThat(page.locator("chatsway-bar")).hasAttribute("aria-valuenow", "10");
  }

  @Test
  void aRotatedUrlSaysSo(BrowserContext browser) throws Exception {
    var session = server.createSession("{}");
    var page = open(browser, session);

    server.admin("POST", "/api/v1/sessions/" + session.get("id").asString() + "/overlay-id", "");

    assertState(page, "rotated");
    assertThat(page.locator("chatsway-state"))
        .hasText("This overlay URL was replaced. Copy the new one into OBS.");
    page.reload();
    assertState(page, "unknown");
  }

  @Test
  void theFileOpenedBeforeTheServerGoesLiveWhenTheServerIsThere(
      BrowserContext browser, @TempDir Path folder) throws Exception {
    var session = server.createSession("{}");
    var answer = server.get("/overlay/" + session.get("overlayId").asString()
        + "/file?theme=light&for=%23ff00aa&forLabel=%22%3E%3Cscript%3Ealert(1)%3C/script%3E");
    assertThat(answer.headers().firstValue("content-disposition"))
        .hasValueSatisfying(value -> assertThat(value).startsWith("attachment"));
    var file = folder.resolve("overlay.html");
    Files.writeString(file, answer.body());
    server.stop();
    var page = browser.newPage();
    var requests = new ArrayList<String>();
    page.onRequest(request -> requests.add(request.url()));

    page.navigate(file.toUri().toString());

    assertState(page, "reconnecting");
    server.start();
    assertState(page, "live");
    server.vote(session, "for");
    assertValue(page, POSITIVE);
    assertThat(page.locator(":root")).hasAttribute("data-theme", "light");
    assertThat(page.locator(".side.for .label")).hasText("\"><script>alert(1)</script>");
    assertThat(
            (Boolean)
                page.evaluate(
                    "document.fonts.ready.then(() => document.fonts.check('600 16px \"Barlow Semi Condensed\"'))"))
        .isTrue();
    assertThat(requests)
        .allMatch(url -> url.startsWith("file:")
            || url.startsWith("data:")
            || url.startsWith(server.url() + "/api/v1/overlays/"));
  }

  /** Tells the page what a browser would when it is hidden and shown: OBS does so with a source. */
  private static void show(Page page, boolean shown) {
    page.evaluate("""
        (hidden) => {
          Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
          document.dispatchEvent(new Event("visibilitychange"));
        }""", !shown);
  }

  private static Page open(BrowserContext browser, JsonNode session) {
    var page = browser.newPage();
    page.setViewportSize(800, 100);
    page.navigate(session.get("overlayUrl").asString());
    assertState(page, "live");
    return page;
  }

  private static void assertValue(Page page, Pattern value) {
    assertThat(page.locator("chatsway-bar")).hasAttribute("aria-valuenow", value);
  }
}
