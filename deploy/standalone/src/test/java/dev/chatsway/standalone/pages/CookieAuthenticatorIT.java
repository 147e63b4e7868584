package dev.chatsway.standalone.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.json.JsonMapper;

/** Who the studio's cookie lets in, over plain HTTP: what a browser would do, and what another site would try. */
final class CookieAuthenticatorIT {

  private static final String BARS = "/api/v1/sessions";

  @RegisterExtension
  static final TestServer server = TestServer.ofTheClass();

  @Test
  void theCookieIsForThisSiteAndForNoScriptAndHoldsNoToken() throws Exception {
    var token = server.adminToken();

    assertThat(signIn("token", token).headers().firstValue("set-cookie").orElseThrow())
        .contains("; HttpOnly", "; SameSite=Strict", "; Path=/")
        .doesNotContain("Secure", token);
  }

  @Test
  void theCookieOpensTheSessionApiFromOurPagesOnly() throws Exception {
    var cookie = cookie();

    assertThat(ask("GET", BARS, cookie, "", true)).isEqualTo(200);
    assertThat(ask("POST", BARS, cookie, server.url(), true)).isEqualTo(201);
    assertThat(ask("POST", BARS, cookie, server.url(), false)).isEqualTo(401);
    assertThat(ask("POST", BARS, cookie, "", true)).isEqualTo(401);
    assertThat(ask("POST", BARS, cookie, "http://evil.example", true)).isEqualTo(401);
    assertThat(ask("POST", BARS, cookie, "null", true)).isEqualTo(401);
    assertThat(ask("POST", "/studio/sign-out", cookie, "http://evil.example", true))
        .isEqualTo(403);
  }

  @Test
  void aCookieThatWasChangedOpensNothing() throws Exception {
    var cookie = cookie();

    assertThat(ask("GET", BARS, cookie.substring(0, cookie.length() - 1) + "!", "", true))
        .isEqualTo(401);
    assertThat(ask("GET", BARS, cookie.replaceFirst("=..", "=__"), "", true)).isEqualTo(401);
    assertThat(ask("GET", BARS, "chatsway-studio=", "", true)).isEqualTo(401);
    assertThat(ask("GET", BARS, "chatsway-studio=x.y", "", true)).isEqualTo(401);
  }

  @Test
  void thePrintedLinkSignsInOnceAndWrongCodesDoNotUseItUp() throws Exception {
    var code = server.signInLink().replaceFirst(".*#sign-in=", "");

    assertThat(signIn("code", code + "x").statusCode()).isEqualTo(401);
    assertThat(signIn("code", "").statusCode()).isEqualTo(401);
    assertThat(signIn("code", code).statusCode()).isEqualTo(200);
    assertThat(signIn("code", code).statusCode()).isEqualTo(401);
  }

  @Test
  void theConsoleGetsANewCodeByTheAdminTokenAndNobodyByTheCookie() throws Exception {
    var codes = "/studio/sign-in-codes";
    var code = JsonMapper.shared()
        .readTree(server.admin("POST", codes, "").body())
        .path("code")
        .asString();

    assertThat(signIn("code", code).statusCode()).isEqualTo(200);
    assertThat(signIn("code", code).statusCode()).isEqualTo(401);
    assertThat(ask("POST", codes, cookie(), server.url(), true)).isEqualTo(401);
  }

  private static String cookie() throws Exception {
    return signIn("token", server.adminToken())
        .headers()
        .firstValue("set-cookie")
        .orElseThrow()
        .replaceFirst(";.*", "");
  }

  private static HttpResponse<String> signIn(String proof, String value) throws Exception {
    return server.send(HttpRequest.newBuilder(URI.create(server.url() + "/studio/sign-in"))
        .header("Origin", server.url())
        .header("X-Chatsway-Studio", "1")
        .POST(BodyPublishers.ofString(
            JsonMapper.shared().createObjectNode().put(proof, value).toString())));
  }

  private static int ask(String method, String path, String cookie, String origin, boolean ours)
      throws Exception {
    var request = HttpRequest.newBuilder(URI.create(server.url() + path))
        .method(method, BodyPublishers.noBody())
        .header("Cookie", cookie);
    if (!origin.isEmpty()) {
      request.header("Origin", origin);
    }
    if (ours) {
      request.header("X-Chatsway-Studio", "1");
    }
    return server.send(request).statusCode();
  }
}
