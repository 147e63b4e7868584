package dev.chatsway.standalone.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.chatsway.standalone.pages.Accessibility.assertNothingFound;
import static dev.chatsway.standalone.pages.OverlayPage.assertState;
import static dev.chatsway.standalone.pages.Studio.press;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** The look as a live setting: in connected overlays, in the studio, saved under names, and as a streamer's own theme. */
@ExtendWith(Chromium.class)
final class LiveLookIT {

  @RegisterExtension
  static final TestServer server = TestServer.ofTheClass();

  private static final double SHOWN_MILLIS = 2_000;

  private static final List<String> HOSTILE = List.of(
      "url(https://evil.invalid/a)",
      "url('//evil.invalid/b')",
      "URL(\"https://evil.invalid/c\")",
      "\\75rl(https://evil.invalid/d)",
      "\\000075 rl(https://evil.invalid/e)",
      "u/**/rl(https://evil.invalid/f)",
      "/**/url(https://evil.invalid/g)",
      "image-set('https://evil.invalid/h' 1x)",
      "-webkit-image-set(url(https://evil.invalid/i) 1x)",
      "cross-fade(url(https://evil.invalid/j), red 50%)",
      "-webkit-cross-fade(url(https://evil.invalid/k), url(https://evil.invalid/k), 50%)",
      "src('https://evil.invalid/l')",
      "var(--x, url(https://evil.invalid/m))",
      "var(--chatsway-for, var(--y, url(https://evil.invalid/n)))",
      "red url(https://evil.invalid/o)",
      "linear-gradient(red, red), url(https://evil.invalid/p)",
      "red} body{background:url(https://evil.invalid/q)",
      "\uFF55\uFF52\uFF4C(https://evil.invalid/r)",
      "paint(x), url(https://evil.invalid/s)",
      "url(data:image/svg+xml,%3Csvg%3E)",
      "url(https://evil.invalid/t");

  @Test
  void aChangeShowsInAConnectedOverlayAndNullBringsTheDefaultBack(BrowserContext browser)
      throws Exception {
    var session = server.createVoted(3, "\"mode\":\"combined\"");
    var page = OverlayPage.open(browser, session, 1600, 400, "");
    double usual = labelSize(page);

    patch(session, """
        {"fontSize":130,"align":"bottom","style":{"--chatsway-panel":"rgb(10 20 30)","--chatsway-for":"lime"}}""");
    assertThat(page.locator(":root"))
        .hasAttribute(
            "data-align",
            "bottom",
            new LocatorAssertions.HasAttributeOptions().setTimeout(SHOWN_MILLIS));
    assertThat(labelSize(page)).isEqualTo(1.3 * usual, within(0.1));
    assertThat(OverlayPage.box(page, "chatsway-bar").y).isEqualTo(200);
    assertThat(page.locator(".panel")).hasCSS("background-color", "rgb(10, 20, 30)");
    assertThat(page.locator(".rail .fill.for")).hasCSS("background-color", "rgb(0, 255, 0)");

    patch(session, "{\"forColor\":\"#ff00ff\"}"); // has a setting of its own
    assertThat(page.locator(".rail .fill.for")).hasCSS("background-color", "rgb(255, 0, 255)");

    patch(session, "{\"fontSize\":null,\"align\":null,\"style\":null,\"forColor\":null}");
    assertThat(page.locator(":root")).hasAttribute("data-align", "center");
    assertThat(labelSize(page)).isEqualTo(usual, within(0.1));
    assertThat(page.locator(".rail .fill.for")).hasCSS("background-color", "rgb(43, 140, 255)");
    assertThat(page.locator(".panel")).hasCSS("background-color", "rgba(15, 18, 26, 0.88)");
  }

  @Test
  void anIdleBarFadesAwayAsSetAndStaysOnceThatIsSwitchedOff(BrowserContext browser)
      throws Exception {
    var session = server.createVoted(1, "\"hideIdle\":1");
    var page = OverlayPage.open(browser, session, 800, 100, "");
    assertThat(page.locator(":root[data-idle]")).hasCount(1);

    patch(session, "{\"hideIdle\":null}");

    assertThat(page.locator(":root[data-idle]")).hasCount(0);
    page.waitForTimeout(1_500); // longer than it took to fade away before
    assertThat(page.locator(":root[data-idle]")).hasCount(0);
  }

  @Test
  void theUrlOverridesTheSettings(BrowserContext browser) throws Exception {
    var session = server.createVoted(1, """
        "fontSize":130,"align":"bottom","hideIdle":1,"style":{"--chatsway-panel":"#102030","--chatsway-text":"#00ff00"}""");
    var page = OverlayPage.open(
        browser, session, 800, 400, "?fontSize=80&align=top&hideIdle=0&panel=ff0000");

    assertThat(OverlayPage.box(page, "chatsway-bar").y).isZero();
    assertThat(page.locator(".panel")).hasCSS("background-color", "rgb(255, 0, 0)");
    assertThat(page.locator(".panel")).hasCSS("color", "rgb(0, 255, 0)");
    assertThat(labelSize(page)).isEqualTo(0.8 * 58, within(0.1));
    page.waitForTimeout(1_500); // longer than the session's hideIdle
    assertThat(page.locator(":root[data-idle]")).hasCount(0);
  }

  @Test
  void aDemoMovesInTheLookOfItsBar(BrowserContext browser) throws Exception {
    var session = server.createSession(
        "{\"settings\":{\"theme\":\"light\",\"forLabel\":\"Jump\",\"paused\":true}}");
    var page = browser.newPage();
    page.navigate(session.get("overlayUrl").asString() + "?demo=1");

    assertThat(page.locator(":root")).hasAttribute("data-theme", "light");
    assertThat(page.locator(".side.for .label")).hasText("Jump");
    assertState(page, "live");
  }

  @Test
  void aLookIsSavedAndPutOnTheStreamByOneClick(BrowserContext browser) throws Exception {
    var session =
        server.createVoted(3, "\"theme\":\"light\",\"style\":{\"--chatsway-text\":\"#112233\"}");
    var overlay = OverlayPage.open(browser, session, 800, 100, "");
    var page = Studio.open(browser.newPage(), server, session, "look");
    page.getByLabel("Name for the current look").fill("Day");
    press(page, "Save");
    var day = page.locator(".look .apply").first();
    assertThat(day).hasAttribute("aria-pressed", "true");
    assertThat(day).isFocused();
    assertThat(day.locator(".panel")).isVisible();

    patch(
        session,
        "{\"theme\":null,\"style\":{\"--chatsway-text\":null,\"--chatsway-panel\":\"#000\"},\"forColor\":\"#ff0000\"}");
    assertThat(day).hasAttribute("aria-pressed", "false");
    assertThat(overlay.locator(":root")).hasAttribute("data-theme", "dark");
    var patches = new CopyOnWriteArrayList<String>();
    page.onRequest(request -> {
      if (request.method().equals("PATCH")) {
        patches.add(request.url());
      }
    });
    day.click();

    assertThat(overlay.locator(":root")).hasAttribute("data-theme", "light");
    assertThat(overlay.locator(".panel")).hasCSS("color", "rgb(17, 34, 51)");
    assertThat(overlay.locator(".panel")).hasCSS("background-color", "rgba(255, 255, 255, 0.94)");
    assertThat(patches).hasSize(1);
    assertThat(day).hasAttribute("aria-pressed", "true");
    assertNothingFound(page);

    page.getByLabel("Name for the current look").fill("Day");
    press(page, "Save"); // a look of this name is not replaced without a question
    press(page, "Replace it");
    assertThat(day).isFocused();
    assertThat(page.locator(".look .apply")).hasCount(1);

    page.reload();
    assertThat(page.locator(".look .apply > span"))
        .hasText("Day"); // kept by the bar, not by the browser
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Remove: Day"))
        .click();
    press(page, "Remove it");
    assertThat(page.locator(".look .apply")).hasCount(0);
    assertThat(page.getByLabel("Name for the current look")).isFocused();
    assertThat(overlay.locator(":root")).hasAttribute("data-theme", "light");
  }

  @Test
  void sizesPositionAndDetailsAreChosenAndOwnThemesPasted(BrowserContext browser) throws Exception {
    var session = server.createVoted(3, "\"theme\":\"dark\"");
    var overlay = OverlayPage.open(browser, session, 800, 100, "");
    var page = Studio.open(browser.newPage(), server, session, "look");
    page.getByLabel("Position in the source").selectOption("at the top");
    page.getByLabel("Without votes, the bar").selectOption("fades away after 20 seconds");
    page.getByLabel("Size of the words", exact()).fill("120");
    assertThat(overlay.locator(":root")).hasAttribute("data-align", "top");
    assertThat(overlay.locator("html[style*='--chatsway-font-size']")).hasCount(1);

    page.getByText("Every detail").click();
    page.getByLabel("Panel", exact()).selectOption("none");
    assertThat(overlay.locator(".panel")).hasCSS("background-color", "rgba(0, 0, 0, 0)");
    page.getByLabel("Panel: pick", exact()).fill("#123456");
    assertThat(overlay.locator(".panel")).hasCSS("background-color", "rgb(18, 52, 86)");

    page.getByText("A theme of your own").click();
    var css = page.getByLabel("Theme as CSS");
    assertThat(css).hasValue("--chatsway-panel: #123456;");
    css.fill(":root { --chatsway-text: gold; /* mine */ --chatsway-weight: 800; }");
    press(page, "Use this theme");
    assertThat(overlay.locator(".panel")).hasCSS("color", "rgb(255, 215, 0)");
    assertThat(overlay.locator(".panel")).hasCSS("background-color", "rgba(15, 18, 26, 0.88)");
    assertThat(css).hasValue("--chatsway-text: gold;\n--chatsway-weight: 800;");

    css.fill("--chatsway-text: url(https://evil.invalid/x); color: red");
    press(page, "Use this theme");
    assertThat(page.getByText("--chatsway-text: \"url(https://evil.invalid/x)\" is not allowed"))
        .isVisible();
    assertThat(css).hasValue("--chatsway-text: url(https://evil.invalid/x); color: red");
    assertThat(overlay.locator(".panel")).hasCSS("color", "rgb(255, 215, 0)");
    assertNothingFound(page);

    page.setViewportSize(390, 844);
    assertNothingFound(page);
  }

  @Test
  void aHostileThemeIsRefusedByNameAndReachesNoOtherHost(BrowserContext browser) throws Exception {
    var session = server.createVoted(3, "\"mode\":\"combined\"");
    // without the policy of the page, as in a local file: what is refused has to be refused by the
    // theme's own rules
    var context = Objects.requireNonNull(browser.browser())
        .newContext(new NewContextOptions().setBypassCSP(true));
    var page = OverlayPage.open(context, session, 800, 100, "");
    var elsewhere = new CopyOnWriteArrayList<String>();
    page.onRequest(request -> {
      if (!request.url().startsWith(server.url())) {
        elsewhere.add(request.url());
      }
    });

    for (var value : HOSTILE) {
      var answer = patch(session, style("--chatsway-panel: " + value));
      assertThat(answer.path("status").asInt()).as(value).isEqualTo(400);
      assertThat(answer.at("/errors/0/field").asString())
          .as(value)
          .isEqualTo("settings.style.--chatsway-panel");
      var object = JsonNodeFactory.instance.objectNode();
      object.putObject("style").put("--chatsway-font", value);
      assertThat(patch(session, object.toString()).path("status").asInt()).isEqualTo(400);
    }
    for (var css : List.of(
        "@import url(https://evil.invalid/1);",
        "@import 'https://evil.invalid/2'",
        "@font-face { font-family: x; src: url(https://evil.invalid/3) }",
        "background: url(https://evil.invalid/4)",
        "--x: url(https://evil.invalid/5)",
        ":root { } body { background: url(https://evil.invalid/6) }")) {
      assertThat(patch(session, style(css)).path("status").asInt()).as(css).isEqualTo(400);
    }

    // and if the server let one through, by a fault or a record that was tampered with
    var properties = page.evaluate("""
        async ({ values, server }) => {
          const { applyLook, readLook } = await import(`${server}/overlay/assets/look.js`);
          const look = readLook(new URLSearchParams());
          const set = [];
          for (const value of values) {
            const names = ["for", "against", "hatch", "text", "panel", "border", "track", "knob", "halo", "font", "font-size", "weight", "width", "height", "radius", "thickness"];
            applyLook(document.documentElement, look, { style: Object.fromEntries(names.map((name) => [`--chatsway-${name}`, value])) });
            set.push(...document.documentElement.style);
            await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
          }
          return set;
        }""", Map.of("values", HOSTILE, "server", server.url()));
    assertThat((List<?>) properties).isEmpty();
    assertThat(elsewhere).isEmpty();

    // the listener would have seen it
    page.evaluate(
        "document.documentElement.style.setProperty('--chatsway-panel', 'url(https://evil.invalid/seen)')");
    page.waitForCondition(() -> elsewhere.contains("https://evil.invalid/seen"));
    context.close();
  }

  private static JsonNode patch(JsonNode session, String settings) throws Exception {
    return JsonMapper.shared()
        .readTree(server
            .admin(
                "PATCH",
                "/api/v1/sessions/" + session.get("id").asString(),
                "{\"settings\":" + settings + "}")
            .body());
  }

  private static String style(String css) {
    return JsonNodeFactory.instance.objectNode().put("style", css).toString();
  }

  private static double labelSize(Page page) {
    return ((Number) page.evaluate(
            "parseFloat(getComputedStyle(document.querySelector('.side.for .label')).fontSize)"))
        .doubleValue();
  }

  private static Page.GetByLabelOptions exact() {
    return new Page.GetByLabelOptions().setExact(true);
  }
}
