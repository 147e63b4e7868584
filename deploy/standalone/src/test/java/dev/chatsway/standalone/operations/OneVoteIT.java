package dev.chatsway.standalone.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chatsway.standalone.e2e.Running;
import dev.chatsway.standalone.e2e.Site;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The way of one vote, from the webhook to the frame, as the log tells it where it is asked to. */
final class OneVoteIT {

  private static final JsonMapper JSON = JsonMapper.shared();

  @TempDir
  Path temp;

  @Test
  void theLogTellsItsStory() throws Exception {
    try (var chatsway =
        Running.inFolder(temp, Map.of("LOG_FORMAT", "json", "LOG_LEVEL", "debug"))) {
      var site = Site.at(chatsway.url());
      var session = site.create("1", "{}");
      var overlay = site.connectV2(session);
      overlay.await(0, message -> message.is("value"));
      var request = HttpRequest.newBuilder(URI.create(site.url() + "/webhooks/votes"))
          .header("Authorization", "Bearer " + session.required("voteToken").asString())
          .header("X-Request-Id", "from-the-proxy-1")
          .POST(BodyPublishers.ofString("{\"voter\":\"v\",\"text\":\"+\"}"))
          .build();
      var answer = site.http().send(request, BodyHandlers.ofString());
      assertThat(answer.headers().firstValue("X-Request-Id")).hasValue("from-the-proxy-1");
      overlay.await(0, message -> message.is("value") && message.revision() == 2);

      var id = session.required("id").asString().substring(0, 8);
      await().untilAsserted(() -> {
        var lines = lines(chatsway.errors());
        assertThat(one(lines, Map.of("request", "from-the-proxy-1", "path", "/webhooks/votes")))
            .containsEntry("status", "200");
        assertThat(one(lines, Map.of("request", "from-the-proxy-1", "platform", "bot")))
            .containsEntry("session", id)
            .containsEntry("status", "ok")
            .containsEntry("revision", "2");
        assertThat(one(lines, Map.of("session", id, "revision", "2")))
            .as("what the vote and the frame have in common")
            .isNotEmpty();
        assertThat(lines)
            .filteredOn(line -> line.getOrDefault("logger", "").contains("Broadcaster"))
            .anySatisfy(line ->
                assertThat(line).containsEntry("session", id).containsEntry("revision", "2"));
      });
    }
  }

  /** The first line with all of these; empty if there is none. */
  private static Map<String, String> one(List<Map<String, String>> lines, Map<String, String> has) {
    Optional<Map<String, String>> found = lines.stream()
        .filter(line -> line.entrySet().containsAll(has.entrySet()))
        .findFirst();
    return found.orElse(Map.of());
  }

  /** The keys and values of each, with the logger. */
  private static List<Map<String, String>> lines(List<String> log) {
    return log.stream()
        .filter(line -> line.startsWith("{"))
        .map(JSON::readTree)
        .map(line -> {
          var pairs = line.path("kvpList")
              .valueStream()
              .flatMap(pair -> pair.properties().stream())
              .collect(Collectors.toMap(Map.Entry::getKey, pair -> text(pair.getValue())));
          pairs.put("logger", text(line.path("loggerName")));
          return pairs;
        })
        .toList();
  }

  private static String text(JsonNode value) {
    return value.asString();
  }
}
