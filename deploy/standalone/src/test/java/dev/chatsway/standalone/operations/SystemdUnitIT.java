package dev.chatsway.standalone.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.redis.RedisServer;
import dev.chatsway.standalone.ChatswayProcess;
import dev.chatsway.standalone.RealServer;
import dev.chatsway.standalone.e2e.Running;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command of deploy/systemd/chatsway.service that waits for an instance, run as systemd runs it. */
final class SystemdUnitIT {

  private static final String PREFIX = "ExecStartPost=-/bin/bash -c '";

  @TempDir
  Path temp;

  private final String port = String.valueOf(RealServer.freePort());

  @Test
  void aStartReturnsOnceTheInstanceIsReady() throws Exception {
    try (var redis = RedisServer.start();
        var instance =
            ChatswayProcess.start(temp, Running.environment(redis.uri(), Map.of("PORT", port)))) {
      var waiting = start();
      instance.url();
      assertThat(waiting.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(waiting.exitValue()).isZero();
    }
  }

  @Test
  void aStartWaitsWhileNothingListens() throws Exception {
    var waiting = start();
    assertThat(waiting.waitFor(2, TimeUnit.SECONDS)).isFalse();
    waiting.destroy();
  }

  private Process start() throws Exception {
    var unit = Files.readString(Programs.ROOT.resolve("deploy/systemd/chatsway.service"));
    var command = unit.lines()
        .filter(line -> line.startsWith(PREFIX))
        .map(line -> line.substring(PREFIX.length(), line.length() - 1).replace("$$", "$"))
        .findFirst()
        .orElseThrow();
    return Programs.start(
        temp.resolve("ready.log"), Map.of("PORT", port), "/bin/bash", "-c", command);
  }
}
