package dev.chatsway.standalone.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.standalone.ChatswayProcess;
import dev.chatsway.standalone.e2e.Site;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A copy of the data folder, made while people vote, is a Chatsway of its own. */
@Tag("faults")
final class BackupIT {

  private static final String COUNTING = "{\"decayRate\":0,\"voteDelta\":0.1,\"debounceMillis\":0}";

  @TempDir
  Path temp;

  @Test
  void whatWasAcknowledgedBeforeTheBackupIsThereAfterTheRestore() throws Exception {
    Programs.need("tar", "cmp");
    var before = Files.createDirectory(temp.resolve("before"));
    var after = Files.createDirectory(temp.resolve("after"));
    var file = temp.resolve("backup.tar.gz").toString();
    var acknowledged = new AtomicInteger();
    JsonNode session;
    int atLeast;
    try (var chatsway = ChatswayProcess.start(before, Map.of())) {
      var site = site(chatsway, before);
      session = site.create("1", COUNTING);
      vote(site, session, 50, acknowledged);
      var goesOn = new AtomicBoolean(true);
      var crowd = CompletableFuture.runAsync(() -> {
        while (goesOn.get()) {
          vote(site, session, 1, acknowledged);
        }
      });
      atLeast = acknowledged.get();
      Programs.run(Map.of(), "deploy/backup", before.resolve("data").toString(), file);
      goesOn.set(false);
      crowd.join();
    }
    var data = Files.createDirectory(after.resolve("data"));
    Programs.run(Map.of(), "tar", "-xzf", file, "-C", data.toString());

    try (var chatsway = ChatswayProcess.start(after, Map.of())) {
      var site = site(chatsway, after);
      var restored = site.shown(session);
      assertThat(restored.required("for").asInt()).isBetween(atLeast, acknowledged.get());
      vote(site, session, 1, acknowledged);
      assertThat(site.shown(session).required("for").asInt())
          .isEqualTo(restored.required("for").asInt() + 1);
      assertThat(data.resolve("audit"))
          .isDirectoryContaining(each -> each.toString().endsWith(".jsonl"));
    }
  }

  private static Site site(ChatswayProcess chatsway, Path folder) throws IOException {
    var url = chatsway.url();
    var token = Files.readString(folder.resolve("data/admin-token")).strip();
    return new Site(url, token, HttpClient.newHttpClient());
  }

  private static void vote(Site site, JsonNode session, int times, AtomicInteger acknowledged) {
    var link = session.required("voteUrl").asString();
    var path = link.substring(link.indexOf("/vote/")) + "?voter=v&side=for";
    try {
      for (int i = 0; i < times; i++) {
        assertThat(site.get(path).statusCode()).isEqualTo(200);
        acknowledged.incrementAndGet();
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
