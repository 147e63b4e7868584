package dev.chatsway.standalone.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.standalone.e2e.Site;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** What {@code chatsway.cmd} runs, with programs that only have the names that they have on Windows. */
@Tag("faults")
final class WindowsStartIT {

  @TempDir
  Path temp;

  private Path bin;

  @BeforeEach
  void makePath() throws Exception {
    bin = Files.createDirectory(temp.resolve("bin"));
  }

  @Test
  void withoutARedisItSaysWhichTwoWaysThereAre() throws Exception {
    program("redis-server.exe", "echo 'Redis server v=5.0.14.1 sha=0:0 malloc=jemalloc bits=64'");
    var process = start(Map.of());

    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(errors())
        .contains("There are two ways:", "wsl --install", "https://www.memurai.com");
  }

  @Test
  void withWslEverythingRunsInThere() throws Exception {
    program("wsl.exe", "[ \"$*\" = '--exec true' ] || echo \"wsl $*\"");
    var process = start(Map.of(), "demo");

    assertThat(process.inputReader().readLine())
        .isEqualTo("wsl --cd " + temp.toRealPath() + " --exec sh ./chatsway demo");
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void aRedisOnPathIsStartedKeepsItsDataAndEndsAfterTheServer() throws Exception {
    Programs.need("redis-server");
    program("wsl.exe", "exit 0"); // comes after what is on PATH
    program("memurai.exe", "exec redis-server \"$@\"");

    var session = "";
    for (var attempt = 0; attempt < 2; attempt++) {
      var process = start(Map.of("CHATSWAY_ADMIN_TOKEN", Site.ADMIN_TOKEN));
      var out = process.inputReader();
      var site = Site.at(url(out));
      if (attempt == 0) {
        session = site.create("9001", "{\"decayRate\": 0}").required("id").asString();
        var studio = out.readLine();
        assertThat(studio).startsWith("Studio: ").contains("#sign-in=");
      } else {
        var found =
            JsonMapper.shared().readTree(site.api("GET", "/" + session, "").body());
        assertThat(found.required("id").asString()).isEqualTo(session);
      }
      assertThat(redis()).hasSize(1);
      process.destroy(); // SIGTERM
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(redis()).isEmpty();
    }
    assertThat(Files.readString(temp.resolve("data/redis.log")))
        .contains("Redis is now ready to exit");
    assertThat(errors()).doesNotContain(Site.ADMIN_TOKEN, "redis://");
  }

  @Test
  void aProgramThatIsNoneIsNamed() throws Exception {
    var process = start(Map.of("CHATSWAY_REDIS_SERVER", "/nowhere/redis"));

    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(errors()).contains("CHATSWAY_REDIS_SERVER is \"/nowhere/redis\"");
  }

  private Process start(Map<String, String> environment, String... args) throws Exception {
    var command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        "dev.chatsway.standalone.WindowsStart",
        temp.toRealPath().toString()));
    command.addAll(List.of(args));
    var builder = new ProcessBuilder(command)
        .directory(temp.toFile())
        .redirectError(temp.resolve("errors.txt").toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put("PORT", "0");
    builder.environment().put("CHATSWAY_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
    builder
        .environment()
        .put(
            "PATH", Objects.requireNonNullElse(System.getenv("PATH"), "/usr/bin:/bin") + ":" + bin);
    return builder.start();
  }

  private static String url(BufferedReader out) throws Exception {
    var ready = String.valueOf(out.readLine());
    assertThat(ready).startsWith("Chatsway ready on ");
    return ready.substring("Chatsway ready on ".length());
  }

  private String errors() throws Exception {
    return Files.readString(temp.resolve("errors.txt"));
  }

  private void program(String name, String script) throws Exception {
    var file = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + script + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  /** What works in the data folder, as its Redis does. */
  private List<ProcessHandle> redis() {
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.filter(this::isInData).toList();
    }
  }

  private boolean isInData(ProcessHandle process) {
    try {
      return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
          .equals(temp.toRealPath().resolve("data"));
    } catch (IOException e) {
      return false; // it has ended
    }
  }
}
