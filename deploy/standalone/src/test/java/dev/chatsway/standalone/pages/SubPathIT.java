package dev.chatsway.standalone.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.chatsway.standalone.pages.OverlayPage.assertState;
import static dev.chatsway.standalone.pages.Studio.press;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocket;
import com.microsoft.playwright.options.AriaRole;
import dev.chatsway.standalone.RealServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** A {@code PUBLIC_URL} with a path: Caddy takes the path off, ends TLS, and answers 404 to whatever lacks it. */
@NullUnmarked
@ExtendWith(Chromium.class)
@Tag("faults")
final class SubPathIT {

  private static final Path CADDY = Path.of("/usr/bin/caddy");
  private static final String UNDER = "/chat/bar";

  @TempDir
  private static Path folder;

  private static TestServer server;
  private static Process caddy;
  private static String site;

  @BeforeAll
  static void start() throws Exception {
    if (!Files.isExecutable(CADDY)) {
      System.out.println("SKIPPED: there is no " + CADDY + " on this machine");
    }
    Assumptions.assumeTrue(Files.isExecutable(CADDY), "there is no caddy on this machine");
    int port = RealServer.freePort();
    site = "https://localhost:" + port;
    server =
        TestServer.in(folder, "chatsway.http.public-url=" + site + UNDER + "/").start();
    var file = Files.writeString(folder.resolve("Caddyfile"), """
        {
          admin off
          skip_install_trust
          auto_https disable_redirects
        }
        %s {
          tls internal
          handle_path %s/* {
            reverse_proxy %s
          }
          respond 404
        }
        """.formatted(
            site, UNDER, server.url().replace("http://", "")));
    var program = new ProcessBuilder(
            CADDY.toString(), "run", "--adapter", "caddyfile", "--config", file.toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("caddy.log").toFile());
    program.environment().put("HOME", folder.toString());
    program.environment().put("XDG_DATA_HOME", folder.resolve("caddy-data").toString());
    program.environment().put("XDG_CONFIG_HOME", folder.resolve("caddy-config").toString());
    caddy = program.start();
    await().atMost(20, TimeUnit.SECONDS).until(() -> listens(port));
  }

  @AfterAll
  static void stop() throws IOException {
    if (caddy != null) {
      caddy.destroy();
      caddy.onExit().join();
    }
    if (server != null) {
      server.close();
    }
  }

  @Test
  void fromTheSignInLinkToAVoteInTheOverlayEverythingIsBelowThePath(
      BrowserContext plain, @TempDir Path downloads) throws Exception {
    var wrong = new ConcurrentLinkedQueue<String>();
    try (var browser =
        plain.browser().newContext(new Browser.NewContextOptions().setIgnoreHTTPSErrors(true))) {
      browser.onResponse(response -> {
        boolean isBelow = response.url().startsWith(site + UNDER + "/");
        if (response.url().startsWith("http") && (!isBelow || response.status() >= 400)) {
          wrong.add(response.status() + " " + response.url());
        }
      });
      var page = browser.newPage();
      page.onPageError(wrong::add);
      assertThat(server.signInLink()).startsWith(site + UNDER + "/studio#sign-in=");
      page.navigate(server.signInLink());
      Studio.newBar(page);
      page.getByLabel("Left option").fill("Jump");
      page.getByLabel("Right option").fill("Stay");
      press(page, "Create");
      Studio.turn(page, "OBS");
      var url = page.getByLabel("Overlay URL", new Page.GetByLabelOptions().setExact(true));
      assertThat(url).isVisible();
      assertThat(page.frameLocator("iframe").locator("html[data-state=live]")).hasCount(1);

      var overlay = browser.newPage();
      var sockets = new ConcurrentLinkedQueue<String>();
      overlay.onWebSocket((WebSocket socket) -> sockets.add(socket.url()));
      overlay.navigate(url.inputValue());
      assertState(overlay, "live");
      assertThat(sockets)
          .allMatch(each -> each.startsWith(site.replace("https", "wss") + UNDER + "/ws/"))
          .isNotEmpty();
      Studio.turn(page, "Chat");
      press(page, "Vote Jump");
      assertThat(overlay.locator("chatsway-bar"))
          .hasAttribute("aria-valuenow", Pattern.compile("[1-9]\\d*"));

      var download = browser.request().get(url.inputValue().replaceFirst("(\\?.*)?$", "/file$1"));
      var file = Files.write(downloads.resolve("overlay.html"), download.body());
      var local = browser.newPage();
      local.navigate(file.toUri().toString());
      assertState(local, "live");

      for (var mistyped : List.of("/", "/studio/", path(url.inputValue()) + "/")) {
        var to = browser.newPage();
        to.navigate(site + UNDER + mistyped);
        assertThat(to.url()).matches(site + UNDER + "/(studio|overlay/[0-9a-f-]{36})(#.*)?");
      }

      var cookie = browser.cookies().get(0);
      assertThat(cookie.name).isEqualTo("__Secure-chatsway-studio");
      assertThat(cookie.path).isEqualTo(UNDER);
      assertThat(wrong).isEmpty();
      page.getByText("Sign-ins").click();
      assertThat(page.getByText("This browser")).isVisible();
      press(page, "Sign out");
      assertThat(page.getByText("You are signed out.")).isVisible();
      assertThat(browser.cookies()).isEmpty();
    }
  }

  @Test
  void linksStreamsAndTheControlPageAreBelowThePathToo(BrowserContext plain) throws Exception {
    var session = server.createSession("{\"name\":\"Friday\"}");
    var id = session.get("id").asString();
    var control = JsonMapper.shared()
        .readTree(server
            .admin("POST", "/api/v1/sessions/" + id + "/control-token", "")
            .body())
        .get("controlUrl")
        .asString();
    assertThat(Stream.of(
            session.get("overlayUrl").asString(), session.get("voteUrl").asString(), control))
        .allMatch(each -> each.startsWith(site + UNDER + "/"));

    try (var browser =
        plain.browser().newContext(new Browser.NewContextOptions().setIgnoreHTTPSErrors(true))) {
      var page = browser.newPage();
      page.navigate(control);
      assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Friday")))
          .isVisible();
      press(page, "Pause votes");
      assertThat(page.getByText("Resume")).isVisible();
      var stream = site + UNDER + "/sse" + path(session.get("overlayUrl").asString());
      assertThat(page.evaluate(
              "url => new Promise((done) => new EventSource(url).onmessage = (m) =>"
                  + " done(JSON.parse(m.data).type))",
              stream))
          .isEqualTo("hello");
    }
  }

  @Test
  void whoComesPastTheProxySignsInToo(BrowserContext browser) throws Exception {
    var page = browser.newPage();
    page.navigate(server.url() + "/studio");
    page.getByLabel("Token").fill(server.adminToken());
    page.keyboard().press("Enter");

    Studio.newBar(page);
    page.reload();
    Studio.newBar(page);
    assertThat(browser.cookies().get(0).path).isEqualTo("/");
  }

  /** Of a URL, below {@link #UNDER} and without its query. */
  private static String path(String url) {
    return url.substring((site + UNDER).length()).replaceFirst("\\?.*", "");
  }

  private static boolean listens(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
