package dev.chatsway.standalone.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** deploy/release in a clone, with a Maven that only puts its files where the real one does: that one would build this. */
final class ReleaseIT {

  @TempDir
  Path temp;

  private Path clone;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void cloneIt() throws Exception {
    Programs.need("git", "bash", "sha256sum");
    clone = temp.resolve("clone");
    Programs.run(
        Map.of(),
        "git",
        "clone",
        "-q",
        "--depth",
        "1",
        "file://" + Programs.ROOT,
        clone.toString());
    var tools = Files.createDirectory(temp.resolve("tools"));
    var maven = Files.writeString(tools.resolve("mvn"), """
        #!/bin/sh
        set -e
        echo "mvn $*"
        [ ! -e "%s/fails" ] || exit 1
        mkdir -p deploy/dist/target
        version=$(sed -n 's:.*<version>\\(.*\\)</version>.*:\\1:p' pom.xml | head -n 1)
        echo zip >"deploy/dist/target/chatsway-$version.zip"
        echo deb >"deploy/dist/target/chatsway_${version}_all.deb"
        echo '{}' >deploy/dist/target/bom.json
        cat >deploy/dist/target/bom.xml <<END
        </metadata>
        <component type="library">
        <group>a</group>
        <name>b</name>
        <license><id>MIT</id></license>
        </component>
        END
        """.formatted(temp));
    assertThat(maven.toFile().setExecutable(true)).isTrue();
    environment.put("PATH", tools + ":" + System.getenv("PATH"));
    for (var who : new String[] {"AUTHOR", "COMMITTER"}) {
      environment.put("GIT_" + who + "_NAME", "a test");
      environment.put("GIT_" + who + "_EMAIL", "test@example.com");
    }
  }

  @Test
  void aReleaseIsOneCommand() throws Exception {
    assertThat(release("7.8.9").waitFor()).as(this::printed).isZero();

    var folder = clone.resolve("release/7.8.9");
    assertThat(git("log", "-2", "--format=%s"))
        .isEqualTo("Go on with 7.8.10-SNAPSHOT\nRelease 7.8.9\n");
    assertThat(git("show", "v7.8.9:CHANGELOG.md"))
        .containsPattern("## \\[Unreleased]\n\n## \\[7.8.9] - \\d{4}-\\d\\d-\\d\\d\n");
    assertThat(git("show", "v7.8.9:deploy/dist/pom.xml")).contains("<version>7.8.9</version>");
    assertThat(git("show", "v7.8.9:pom.xml")).doesNotContain("SNAPSHOT");
    assertThat(Files.readString(clone.resolve("broadcaster/pom.xml"))).contains("7.8.10-SNAPSHOT");
    assertThat(git("show", "v7.8.9:deploy/kubernetes/overlays/production/kustomization.yaml"))
        .contains("newTag: 7.8.9}");
    assertThat(Programs.run(Map.of(), "sh", "-c", "cd " + folder + " && sha256sum -c SHA256SUMS"))
        .contains(
            "chatsway-7.8.9.zip: OK", "chatsway_7.8.9_all.deb: OK", "chatsway-7.8.9-bom.json: OK");
    assertThat(Programs.run(
            Map.of(),
            "tar",
            "-tzf",
            folder.resolve("chatsway-7.8.9-image-context.tar.gz").toString()))
        .contains("deploy/container/Dockerfile", "pom.xml", "chatsway\n");
  }

  @Test
  void aBuildThatFailsReleasesNothing() throws Exception {
    var head = git("rev-parse", "HEAD");
    Files.createFile(temp.resolve("fails"));

    assertThat(release("7.8.9").waitFor()).isEqualTo(1);

    assertThat(printed()).contains("nothing was released");
    assertThat(git("rev-parse", "HEAD")).isEqualTo(head);
    assertThat(git("status", "--porcelain")).isEmpty();
    assertThat(git("tag", "-l", "v7.8.9")).isEmpty();
  }

  @Test
  void whatIsNoReleaseIsRefused() throws Exception {
    assertThat(release("next").waitFor()).isEqualTo(1);
    assertThat(printed()).contains("name the version");
    Files.writeString(clone.resolve("README.md"), "changed");
    assertThat(release("7.8.9").waitFor()).isEqualTo(1);
    assertThat(printed()).contains("uncommitted changes");
  }

  private Process release(String version) throws IOException {
    var builder = new ProcessBuilder("deploy/release", version)
        .directory(clone.toFile())
        .redirectErrorStream(true)
        .redirectOutput(temp.resolve("printed").toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }

  private String printed() {
    try {
      return Files.readString(temp.resolve("printed"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private String git(String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("git", "-C", clone.toString()));
    command.addAll(List.of(arguments));
    return Programs.run(Map.of(), command.toArray(String[]::new));
  }
}
