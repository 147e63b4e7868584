package dev.chatsway.standalone.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The studio puts an overlay into OBS by itself, or says in words what is in the way. */
@ExtendWith(Chromium.class)
final class AddToObsIT {

  private static final String PASSWORD = "swordfish";

  @RegisterExtension
  static final TestServer server = TestServer.ofTheClass();

  @Test
  void onePressPutsTheBarIntoTheCurrentSceneAndTheNextGivesItItsNewLook(BrowserContext browser)
      throws Exception {
    try (var obs = new ObsStandIn(null)) {
      var session = session("Jump or stay");
      var page = open(browser, session, obs.address());

      assertSaid(page, "“Jump or stay” is in the scene “Game” now, 800 × 100.");
      var made = obs.input("Jump or stay");
      assertThat(made.kind()).isEqualTo("browser_source");
      assertThat(made.settings()).isEqualTo(settings(session, "", 800, 100));

      page.getByLabel("Height in OBS").fill("140");
      page.getByText("Only in this source").click();
      page.getByLabel("Show the votes of each side").check();
      add(page);
      assertSaid(page, "“Jump or stay” was there already: it has this look now, 800 × 140.");
      assertThat(obs.input("Jump or stay").settings())
          .isEqualTo(settings(session, "?counts=1", 800, 140));

      obs.scene = "Pause";
      add(page);
      assertSaid(page, "The scene “Pause” does not show it");
    }
  }

  @Test
  void thePasswordIsAskedForOnceAndOnlyAGoodOneIsKept(BrowserContext browser) throws Exception {
    try (var obs = new ObsStandIn(PASSWORD)) {
      var session = session("Secret");
      var page = open(browser, session, obs.address());
      assertSaid(page, "OBS asks for its password: Tools > WebSocket Server Settings");
      var password = page.getByLabel("Password of OBS");
      assertThat(password).isFocused();
      assertThat(obs.refusedProofs()).isEmpty();

      password.fill("wrong");
      page.keyboard().press("Enter");
      assertSaid(page, "This is not the password of OBS.");
      assertThat(obs.refusedProofs()).hasSize(1).doesNotContain("wrong");
      assertThat(kept(page)).isNull();

      password.fill(PASSWORD);
      page.keyboard().press("Enter");
      assertSaid(page, "“Secret” is in the scene “Game” now");
      assertThat(kept(page)).contains(PASSWORD);

      page.reload();
      add(page);
      assertSaid(page, "“Secret” was there already");
    }
  }

  @Test
  void aSourceOfTheSameNameThatShowsSomethingElseIsChangedOnlyIfThatIsMeant(BrowserContext browser)
      throws Exception {
    try (var obs = new ObsStandIn(null)) {
      var first = session("Chatsway");
      var second = session("Chatsway");
      open(browser, first, obs.address());
      var page = open(browser, second, obs.address());

      assertThat(page.getByRole(AriaRole.DIALOG)).containsText("Change the source “Chatsway”?");
      press(page, "Keep it");
      assertSaid(page, "Nothing was changed.");
      assertThat(obs.input("Chatsway").settings()).isEqualTo(settings(first, "", 800, 100));
      add(page);
      press(page, "Change it");
      assertSaid(page, "“Chatsway” was there already");
      assertThat(obs.input("Chatsway").settings()).isEqualTo(settings(second, "", 800, 100));
    }
  }

  @Test
  void whatIsInTheWayIsSaidInWords(BrowserContext browser) throws Exception {
    var session = session("Chatsway");
    Page page;
    try (var obs = new ObsStandIn(PASSWORD)) {
      obs.inputs()
          .put(
              "Chatsway",
              new ObsStandIn.Input("image_source", "Game", JsonMapper.shared().createObjectNode()));
      page = open(browser, session, obs.address());
      assertSaid(page, "OBS asks for its password");
      page.evaluate("delete Crypto.prototype.subtle"); // as by http from another computer
      page.getByLabel("Password of OBS").fill(PASSWORD);
      add(page);
      assertSaid(page, "only from an https page or one at 127.0.0.1");
      page.reload();
      expand(page);
      page.getByLabel("Address of OBS").fill(obs.address());
      page.getByLabel("Password of OBS").fill(PASSWORD);
      add(page);
      assertSaid(page, "OBS has another source with this name");
      obs.inputs().clear();
      obs.kinds = Set.of();
      add(page);
      assertSaid(page, "This OBS has no Browser source. Install OBS from obsproject.com");
      obs.scene = "";
      add(page);
      assertSaid(page, "OBS has no current scene.");
    }
    add(page);
    assertSaid(
        page, "OBS does not answer. Is it running? In OBS open Tools > WebSocket Server Settings");
    page.getByLabel("Address of OBS").fill("ws://192.168.1.20:4455");
    add(page);
    assertSaid(page, "The studio reaches OBS on this computer only");
  }

  @Test
  void fromWhereAUrlIsReachedIsReadOffItsHost(BrowserContext browser) {
    var page = browser.newPage();
    page.navigate(server.url() + "/studio");
    var reach = (String) page.evaluate("""
        import("/studio/assets/reach.js").then(({ reachOf }) => ["localhost:1", "127.0.0.1", "0.0.0.0", "[::1]", "10.1.2.3",
          "192.168.1.20:8790", "172.20.0.1", "streampc", "streampc.local", "[fd00::1]", "172.32.0.1", "11.0.0.1",
          "bar.example.com", "[2001:db8::1]"].map((host) => reachOf(`http://${host}/x`)[0]).join(""))""");

    assertThat(reach).isEqualTo("cccc" + "nnnnnn" + "eeee");
  }

  /** The rule of the browser, not of the page: nothing else can be talked to from the studio, and from a co-host's page not even OBS. */
  @Test
  void onlyTheStudioMayConnectToThisComputer() throws Exception {
    assertThat(connectSources("/studio"))
        .isEqualTo("connect-src 'self' ws://127.0.0.1:* ws://localhost:*");
    assertThat(connectSources("/control")).isEqualTo("connect-src 'self'");
  }

  private static String connectSources(String path) throws Exception {
    var policy =
        server.get(path).headers().firstValue("Content-Security-Policy").orElseThrow();
    return policy.replaceFirst(".*(connect-src [^;]*);.*", "$1");
  }

  private static JsonNode session(String name) throws Exception {
    return server.createSession("{\"name\":\"" + name + "\"}");
  }

  private static JsonNode settings(JsonNode session, String look, int width, int height) {
    return JsonMapper.shared()
        .createObjectNode()
        .put("url", session.get("overlayUrl").asString() + look)
        .put("width", width)
        .put("height", height);
  }

  /** A bar's page, on which the button was pressed once, for an OBS at {@code address}. */
  private static Page open(BrowserContext browser, JsonNode session, String address)
      throws Exception {
    var page = browser.newPage();
    page.navigate(server.url() + "/studio#/bars/" + session.get("id").asString() + "/obs");
    var token = page.locator("#token");
    var button = page.getByRole(AriaRole.BUTTON, named("Add to OBS"));
    assertThat(token.or(button)).isVisible();
    if (token.isVisible()) {
      token.fill(server.adminToken());
      page.keyboard().press("Enter");
    }
    expand(page);
    page.getByLabel("Address of OBS").fill(address);
    add(page);
    return page;
  }

  private static void expand(Page page) {
    page.getByText("Address and password of OBS").click();
  }

  private static void add(Page page) {
    press(page, "Add to OBS");
  }

  private static void press(Page page, String name) {
    page.getByRole(AriaRole.BUTTON, named(name)).click();
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }

  private static void assertSaid(Page page, String words) {
    assertThat(page.locator(".to-obs .answer")).containsText(words);
  }

  private static String kept(Page page) {
    return (String) page.evaluate("localStorage.getItem('chatsway-obs')");
  }
}
