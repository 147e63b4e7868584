package dev.chatsway.gateway;

import static dev.chatsway.gateway.TestGateway.json;
import static dev.chatsway.gateway.TestGateway.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A browser with the studio's page: keeps cookies, and remembers which sign-in is its own. */
final class TwitchBrowser {

  static final String ORIGIN = "https://bar.example";

  private static final HttpClient TWITCH = HttpClient.newHttpClient();

  final Map<String, String> cookies = new TreeMap<>();
  private String meant = "1";
  private String attempt = "";

  /** Presses the button; the address of Twitch's page. */
  String leave(TestGateway gateway) {
    var answer = json(send(gateway, "POST", "/studio/sign-in/twitch", ""));
    attempt = text(answer, "attempt");
    return text(answer, "url");
  }

  /** Consents there; path and query that Twitch sends the browser back to. */
  static String consent(String page) {
    try {
      var answer =
          TWITCH.send(HttpRequest.newBuilder(URI.create(page)).build(), BodyHandlers.ofString());
      var back = URI.create(answer.headers().firstValue("Location").orElseThrow());
      return back.getRawPath() + "?" + back.getRawQuery();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Comes back, as a browser that another site sends: without what is SameSite=Strict. Returns the fragment of the studio's address. */
  String comeBack(TestGateway gateway, String path) {
    var answer = gateway.get(path, "Cookie", cookieHeader(false));
    take(answer);
    if (answer.statusCode() != 303) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    String location = answer.headers().firstValue("Location").orElseThrow();
    if (!location.startsWith("../../studio#")) {
      throw new AssertionError(location);
    }
    String fragment = location.substring("../../studio#".length());
    if (fragment.startsWith("signed-in=")) {
      String[] parts = fragment.substring("signed-in=".length()).split("\\.", -1);
      if (!parts[1].equals(attempt)) {
        throw new AssertionError("not the attempt of this page");
      }
      meant = parts[0];
    }
    return fragment.replaceFirst("^signed-in=.*", "signed in");
  }

  /** The whole way. */
  String signIn(TestGateway gateway) {
    return comeBack(gateway, consent(leave(gateway)));
  }

  HttpResponse<String> send(TestGateway gateway, String method, String path, String body) {
    var answer = gateway.ask(
        method,
        path,
        body,
        "Cookie",
        cookieHeader(true),
        "X-Chatsway-Studio",
        meant,
        "Origin",
        ORIGIN);
    take(answer);
    return answer;
  }

  int status(TestGateway gateway, String method, String path) {
    return send(gateway, method, path, "").statusCode();
  }

  private void take(HttpResponse<String> answer) {
    for (String cookie : answer.headers().allValues("Set-Cookie")) {
      String name = cookie.substring(0, cookie.indexOf('='));
      String value = cookie.substring(name.length() + 1, cookie.indexOf(';'));
      if (cookie.contains("Max-Age=0")) {
        cookies.remove(name);
      } else {
        cookies.put(name, value);
      }
    }
  }

  private String cookieHeader(boolean strictToo) {
    var header = cookies.entrySet().stream()
        .filter(each -> strictToo || !each.getKey().endsWith("chatsway-studio"))
        .map(each -> each.getKey() + "=" + each.getValue())
        .collect(Collectors.joining("; "));
    return header.isEmpty() ? "a=b" : header;
  }
}
