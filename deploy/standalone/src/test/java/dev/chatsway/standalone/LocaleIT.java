package dev.chatsway.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server whose locale has other digits than ASCII's, or other capitals. */
final class LocaleIT {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir
  Path temp;

  @ParameterizedTest
  @ValueSource(strings = {"fa-IR", "ar-EG", "mr-IN", "tr-TR"})
  void nothingDependsOnTheLocale(String locale) throws Exception {
    var parts = locale.split("-", -1);
    var options =
        Map.of("JDK_JAVA_OPTIONS", "-Duser.language=" + parts[0] + " -Duser.country=" + parts[1]);
    try (var chatsway = ChatswayProcess.start(temp, options)) {
      var url = chatsway.url();
      var token = Files.readString(temp.resolve("data/admin-token")).strip();
      var made = new HashSet<String>();
      for (var i = 0; i < 3; i++) {
        made.add(ask(url, token, "POST", "/api/v1/sessions", "{\"settings\":{\"voteDelta\":12.5}}")
            .path("id")
            .asString());
      }

      assertThat(listed(url, token)).isEqualTo(made);
      assertThat(cookie(url, token)).containsPattern("; Max-Age=[0-9]+;");
      var metrics = send(HttpRequest.newBuilder(URI.create(url + "/metrics"))).body();
      assertThat(metrics).contains("chatsway_redis_up 1.0").matches("(?s)\\p{ASCII}*");
    }
  }

  /** Page by page, each by the cursor of the one before it. */
  private static Set<String> listed(String url, String token) throws Exception {
    var ids = new HashSet<String>();
    var path = "/api/v1/sessions?limit=1";
    for (var next = path; !next.isEmpty(); ) {
      var page = ask(url, token, "GET", next, "");
      page.path("sessions").forEach(session -> ids.add(session.path("id").asString()));
      next = page.path("next").isString() ? path + "&after=" + page.path("next").asString() : "";
    }
    return ids;
  }

  private static String cookie(String url, String token) throws Exception {
    var answer = send(HttpRequest.newBuilder(URI.create(url + "/studio/sign-in"))
        .header("Origin", url)
        .header("X-Chatsway-Studio", "1")
        .POST(BodyPublishers.ofString("{\"token\":\"" + token + "\"}")));
    return answer.headers().firstValue("set-cookie").orElseThrow();
  }

  private static JsonNode ask(String url, String token, String method, String path, String body)
      throws Exception {
    var answer = send(HttpRequest.newBuilder(URI.create(url + path))
        .method(method, BodyPublishers.ofString(body))
        .header("Authorization", "Bearer " + token));
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    return JSON.readTree(answer.body());
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }
}
