package dev.chatsway.standalone.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chatsway.gateway.Message;
import dev.chatsway.standalone.e2e.Crowd;
import dev.chatsway.standalone.e2e.Notification;
import dev.chatsway.standalone.e2e.Running;
import dev.chatsway.standalone.e2e.Site;
import java.io.IOException;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The disk under the append-only file is full for a while: a real small one, where this user may mount one. */
@Tag("faults")
final class DiskFullIT {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir
  Path temp;

  @Test
  void votesAreRefusedInSoManyWordsAndCountAgainWhenThereIsRoom() throws Exception {
    var disk = Files.createDirectories(temp.resolve("data"));
    var mounted = run("mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", disk.toString()) == 0;
    if (!mounted) {
      System.out.println("SKIPPED: this user may not mount a small disk to fill");
    }
    Assumptions.assumeTrue(mounted, "this user may not mount a small disk to fill");
    try {
      JsonNode session;
      long counted;
      try (var process = Running.inFolder(temp)) {
        var site = Site.at(process.url());
        session = site.create("6801", Site.COUNTING);
        counted = fillAndFree(site, session, disk.resolve("filler"));
      }
      try (var process = Running.inFolder(temp)) {
        assertThat(Watchers.counted(Site.at(process.url()), session)).isEqualTo(counted);
      }
    } finally {
      run("umount", disk.toString());
    }
  }

  private static long fillAndFree(Site site, JsonNode session, Path filler) throws Exception {
    try (var watchers = Watchers.of(site, session);
        var crowd = new Crowd(site, "6801", Duration.ofMillis(5))) {
      await().until(() -> crowd.answered(204) > 100);

      fill(filler);

      await().atMost(PATIENCE).until(() -> crowd.answered(503) > 50);
      var told = site.http()
          .send(Notification.of("6801", "w", "+").request(site.url()), BodyHandlers.ofString());
      assertThat(told.statusCode()).isEqualTo(503);
      assertThat(told.headers().firstValue("Retry-After")).isPresent();
      assertThat(site.get("/health/ready").body())
          .contains("takes no votes: its disk or its memory is full");
      watchers.plain().await(System.nanoTime(), Message::hasValue); // what there is can be seen

      Files.delete(filler);
      var room = System.nanoTime();

      var sofar = crowd.answered(204);
      await().atMost(PATIENCE).until(() -> crowd.answered(204) > sofar);
      var again = Duration.ofNanos(System.nanoTime() - room);
      crowd.stop();
      var refused = crowd.answered(503);
      crowd.retry();
      assertThat(site.get("/health/ready").body()).contains("\"up\":true");
      Figures.print("disk full", Map.of("refused", refused, "counted_again_ms", again.toMillis()));
      assertThat(Watchers.counted(site, session)).isEqualTo(crowd.size());
      return crowd.size();
    }
  }

  private static void fill(Path filler) {
    try (var out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(new byte[512]);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
