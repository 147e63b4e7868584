package dev.chatsway.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script {@code ./chatsway} in a checkout and a zip of its own, with tools on its PATH that note how they were called:
 * a real build in here would build this very module.
 */
final class StartScriptIT {

  private static final Path SCRIPT = Path.of("..", "..", "chatsway");

  @TempDir
  Path temp;

  private Path checkout;
  private Path tools;
  private Path calls;

  @BeforeEach
  void makeACheckout() throws IOException {
    checkout = Files.createDirectories(temp.resolve("check out"));
    tools = Files.createDirectories(temp.resolve("tools"));
    calls = Files.createFile(temp.resolve("calls"));
    Files.copy(SCRIPT, checkout.resolve("chatsway"));
    Files.createDirectories(checkout.resolve("deploy/standalone/src/main/java"));
    for (var file : List.of(
        "pom.xml", "deploy/standalone/pom.xml", "deploy/standalone/src/main/java/Main.java")) {
      Files.createFile(checkout.resolve(file));
    }
    for (var tool : List.of(
        "sed", "find", "head", "mkdir", "touch", "cat", "grep", "rm", "sleep", "env", "dirname")) {
      tool(tool, "PATH=/usr/bin:/bin exec " + tool + " \"$@\"");
    }
    tool(
        "java",
        "[ \"$1\" != -version ] || { echo 'openjdk version \"17.0.1\"' >&2; exit; }; echo java \"$@\" >>'%s'");
    tool("javac", ":");
    tool(
        "mvn",
        "echo mvn >>'%s'; mkdir -p deploy/dist/target/lib; echo '[INFO] Building Chatsway: a part 1 [1/1]'");
  }

  @Test
  void aNewCheckoutIsBuiltOnceAndThenRuns() throws Exception {
    var first = run("serve");
    assertThat(first.err().get(0))
        .startsWith("Chatsway: the sources are newer than the build: building");
    assertThat(first.err().get(1)).startsWith("Chatsway:   a part 1");
    assertThat(first.out()).isEmpty();
    assertThat(called("mvn")).isEqualTo(1);
    assertThat(Files.readString(calls)).contains("dev.chatsway.standalone.Main serve");

    var second = run("--help");
    assertThat(second.err()).isEmpty();
    assertThat(called("mvn")).isEqualTo(1);
    assertThat(Files.readString(calls)).contains("dev.chatsway.standalone.Main --help");
  }

  @Test
  void whatChangedOrWentIsBuiltAgain() throws Exception {
    run();
    var source = checkout.resolve("deploy/standalone/src/main/java/Main.java");

    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));
    run();
    assertThat(called("mvn")).isEqualTo(2);

    Files.delete(source);
    Files.setLastModifiedTime(source.getParent(), FileTime.from(Instant.now().plusSeconds(60)));
    run();
    assertThat(called("mvn")).isEqualTo(3);
  }

  @Test
  void twoAtOnceBuildOnce() throws Exception {
    tool("mvn", "echo mvn >>'%s'; sleep 1; mkdir -p deploy/dist/target/lib");

    var first = start();
    var second = start();

    assertThat(finish(first).status()).isZero();
    assertThat(finish(second).status()).isZero();
    assertThat(called("mvn")).isEqualTo(1);
  }

  @Test
  void aBuildThatWasKilledDoesNotBlockTheNext() throws Exception {
    var gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Files.createDirectories(checkout.resolve("deploy/dist/target"));
    Files.writeString(checkout.resolve("deploy/dist/target/building"), gone.pid() + "\n");

    assertThat(run().status()).isZero();
  }

  @Test
  void aFailedBuildShowsWhyAndIsTriedAgain() throws Exception {
    tool("mvn", "echo mvn >>'%s'; echo '[ERROR] no such symbol'; exit 1");
    for (var attempt = 1; attempt <= 2; attempt++) {
      var failed = run();

      assertThat(failed.status()).isEqualTo(1);
      assertThat(failed.err()).contains("[ERROR] no such symbol");
      assertThat(failed.err().get(failed.err().size() - 1))
          .contains("the build failed; Maven's output is in ");
      assertThat(called("mvn")).isEqualTo(attempt);
    }
  }

  @Test
  void whatIsMissingIsNamedWithTheWayToGetIt() throws Exception {
    Files.delete(tools.resolve("mvn"));
    assertMissing("there is no Maven: install version 3.8 or newer");
    Files.delete(tools.resolve("javac"));
    assertMissing("the Java in PATH cannot compile: install a JDK 17 or newer");
    tool("java", "echo 'openjdk version \"11.0.2\"' >&2");
    assertMissing("the Java in PATH is version 11, 17 is needed: install a JDK 17 or newer");
    Files.delete(tools.resolve("java"));
    assertMissing("there is no Java in PATH: install a JDK 17 or newer");
  }

  @Test
  void aHeapThatIsFullIsWrittenIntoTheDataFolderAndEndsTheProcess() throws Exception {
    run("serve");
    assertThat(Files.readString(calls))
        .contains("-XX:+ExitOnOutOfMemoryError", "-XX:+HeapDumpOnOutOfMemoryError")
        .contains("-XX:HeapDumpPath=" + checkout.toRealPath() + "/data/out-of-memory.hprof -");
  }

  @Test
  void fileNamesAreUtf8WhateverTheLocale() throws Exception {
    tool(
        "java",
        "[ \"$1\" != -version ] || { echo 'openjdk version \"17.0.1\"' >&2; exit; }; echo \"locale $LC_ALL\" >>'%s'");
    for (var charmap : List.of("ANSI_X3.4-1968", "ISO-8859-1")) {
      tool("locale", "echo " + charmap);
      run("serve");
      assertThat(Files.readString(calls)).endsWith("locale C.UTF-8\n");
    }
    tool("locale", "echo UTF-8");
    run("serve");
    assertThat(Files.readString(calls)).endsWith("locale \n");
  }

  @Test
  void aNewerJdkGetsAnAheadOfTimeCacheAndAnOlderOneAnArchiveOfClasses() throws Exception {
    javaThatWritesWhatItIsAskedTo("17.0.1");
    run("serve");
    assertThat(Files.readString(calls))
        .contains("-XX:ArchiveClassesAtExit=", "-XX:SharedArchiveFile=")
        .doesNotContain("AOTCache");

    javaThatWritesWhatItIsAskedTo("25.0.1");
    Files.setLastModifiedTime(
        checkout.resolve("pom.xml"), FileTime.from(Instant.now().plusSeconds(60)));
    run("serve");
    assertThat(Files.readString(calls)).contains("-XX:AOTCacheOutput=", "-XX:AOTCache=");
  }

  private void javaThatWritesWhatItIsAskedTo(String version) throws IOException {
    tool(
        "java",
        "[ \"$1\" != -version ] || { echo 'openjdk version \"" + version
            + "\"' >&2; exit; }; echo java \"$@\" >>'%s'; for a; do case $a in"
            + " -XX:AOTCacheOutput=*|-XX:ArchiveClassesAtExit=*) : >\"${a#*=}\" ;; esac; done");
  }

  @Test
  void devIsTheDemoWithThePagesOfTheSources() throws Exception {
    assertThat(run("dev", "--x").status()).isZero();
    var home = checkout.toRealPath();
    assertThat(Files.readString(calls))
        .contains("-cp " + home.resolve("overlay-gateway/src/main/resources") + ":"
            + home.resolve("deploy/dist/target/lib") + "/* dev.chatsway.standalone.Main demo --x");

    Files.delete(checkout.resolve("pom.xml"));
    Files.createDirectory(checkout.resolve("lib"));
    var refused = run("dev");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).singleElement().asString().contains("dev serves the pages");
  }

  @Test
  void theZipNeedsNoMaven() throws Exception {
    Files.delete(tools.resolve("mvn"));
    Files.delete(tools.resolve("javac"));
    Files.delete(checkout.resolve("pom.xml"));
    Files.createDirectory(checkout.resolve("lib"));

    assertThat(run("demo").status()).isZero();
    assertThat(Files.readString(calls))
        .contains(
            "-cp " + checkout.toRealPath().resolve("lib") + "/* dev.chatsway.standalone.Main demo");
  }

  private void assertMissing(String message) throws Exception {
    var refused = run();
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).singleElement().asString().startsWith("Chatsway: " + message);
  }

  private void tool(String name, String script) throws IOException {
    var file = tools.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + script.replace("%s", calls.toString()) + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private long called(String tool) throws IOException {
    try (var lines = Files.lines(calls)) {
      return lines.filter(tool::equals).count();
    }
  }

  private record Ended(int status, List<String> out, List<String> err) {}

  private Ended run(String... arguments) throws Exception {
    return finish(start(arguments));
  }

  private Process start(String... arguments) throws IOException {
    var command = new ArrayList<>(List.of(checkout.resolve("chatsway").toString()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).directory(temp.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", tools.toString());
    return builder.start();
  }

  private static Ended finish(Process process) throws Exception {
    var out = process.inputReader().lines().toList();
    var err = process.errorReader().lines().toList();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), out, err);
  }
}
