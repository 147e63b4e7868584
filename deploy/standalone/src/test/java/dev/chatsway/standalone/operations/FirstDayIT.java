package dev.chatsway.standalone.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.standalone.RealServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever types what docs/operations.md says has, at its end, what it says. */
@Tag("faults")
final class FirstDayIT {

  @TempDir
  Path temp;

  @Test
  void theFirstDayIsAsItIsWritten() throws Exception {
    Programs.need("redis-server", "haproxy", "prometheus", "curl", "jq");
    var day = temp.resolve("day");
    var environment = new HashMap<String, String>();
    environment.put("DAY", day.toString());
    environment.put("CHATSWAY", Programs.chatsway(temp).toString());
    for (var port : List.of("REDIS", "FIRST", "SECOND", "FRONT", "PROMETHEUS")) {
      environment.put(port + "_PORT", String.valueOf(RealServer.freePort()));
    }

    var printed = Programs.run(environment, "deploy/first-day");

    assertThat(printed.lines().filter(line -> line.contains("\"value\":10.0,")))
        .as("each instance shows the vote")
        .hasSize(2);
    assertThat(printed.lines().filter(line -> line.contains("gateway,ingest,chat")))
        .as("status lists both")
        .hasSize(2);
    assertThat(printed).contains("--- 9. The end");
    try (var pids = Files.newDirectoryStream(day, "*.pid")) {
      for (var pid : pids) {
        assertThat(ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())))
            .as(pid + " has ended")
            .isEmpty();
      }
    }
  }
}
