package dev.chatsway.standalone.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chatsway.redis.RedisServer;
import dev.chatsway.standalone.RealServer;
import dev.chatsway.standalone.e2e.Running;
import dev.chatsway.standalone.e2e.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The image without an engine: its environment and its command line, out of the Dockerfile, on this machine's JVM; with the
 * image's user, nothing that could be written but /tmp, and the memory that the deployments give it. Wants root and Linux.
 */
@Tag("faults")
final class ContainerIT {

  private static final Path DOCKERFILE = Programs.ROOT.resolve("deploy/container/Dockerfile");
  private static final long MEMORY = 1L << 30;

  /** Everything read-only, the program where the image has it, no rights, a limit; then what the arguments say. */
  private static final String CONFINED = """
      #!/bin/sh
      set -eu
      tree=$1 limit=$2; shift 2
      if [ -d /sys/fs/cgroup/memory ]; then group=/sys/fs/cgroup/memory/chatsway-test-$$ file=memory.limit_in_bytes
      else group=/sys/fs/cgroup/chatsway-test-$$ file=memory.max; fi
      mkdir "$group"
      echo "$limit" >"$group/$file"
      echo $$ >"$group/cgroup.procs"
      mount -t tmpfs tmpfs /opt
      mkdir /opt/chatsway
      mount --bind "$tree" /opt/chatsway
      mount -o remount,ro,bind /opt/chatsway
      mount -o remount,ro /opt
      mount -o remount,ro,bind /
      mount -t tmpfs tmpfs /tmp
      cd /tmp
      exec setpriv --reuid=10001 --regid=10001 --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all "$@"
      """;

  @TempDir
  Path temp;

  /** On /tmp in place of a volume at /data, which is not there on this machine. */
  @Test
  void theStandaloneImageNeedsNoVariable() throws Exception {
    Programs.need("unshare", "setpriv", "bash", "mount");
    assumeItMayConfine();
    var dockerfile = Files.readString(DOCKERFILE);
    var stages = dockerfile.split("(?m)^FROM clustered", -1);
    assertThat(stages).hasSize(3);
    assertThat(stages[1])
        .contains("install -d -o 10001 -g 10001 -m 700 /data", "\nVOLUME /data\n")
        .contains("\nUSER 10001:10001\n");
    var port = String.valueOf(RealServer.freePort());
    var environment = environment(stages[0] + stages[1]);
    environment.putAll(Map.of("PORT", port, "CHATSWAY_DATA", "/tmp/data"));
    var out = temp.resolve("out");
    var process = start(out, environment, words(dockerfile, "(?m)^ENTRYPOINT (\\[.*])$"));
    try {
      await()
          .atMost(30, TimeUnit.SECONDS)
          .until(() -> !process.isAlive() || Files.readString(out).contains("Studio: "));
      assertThat(Files.readString(out))
          .contains("Chatsway ready on http://0.0.0.0:" + port)
          .contains("Studio: http://localhost:8790/studio#sign-in=");
      assertThat(healthy(words(dockerfile, "(?m)^HEALTHCHECK .*CMD (\\[.*])$"), port))
          .isTrue();
    } finally {
      process.destroy();
      assertThat(process.waitFor(15, TimeUnit.SECONDS)).as("ends by SIGTERM").isTrue();
      for (var group : List.of("/sys/fs/cgroup/memory", "/sys/fs/cgroup")) {
        Files.deleteIfExists(Path.of(group, "chatsway-test-" + process.pid()));
      }
    }
  }

  @Test
  void runsWithoutRightsOnAReadOnlyTreeWithinItsMemory() throws Exception {
    Programs.need("unshare", "setpriv", "bash", "mount");
    assumeItMayConfine();
    var dockerfile = Files.readString(DOCKERFILE);
    assertThat(dockerfile).contains("\nUSER 10001:10001\n").contains("\nSTOPSIGNAL SIGTERM\n");
    var entrypoint = words(dockerfile, "(?m)^ENTRYPOINT (\\[.*])$");
    var check = words(dockerfile, "(?m)^HEALTHCHECK .*CMD (\\[.*])$");
    var port = String.valueOf(RealServer.freePort());
    try (var redis = RedisServer.start()) {
      var environment = environment(dockerfile.split("(?m)^FROM clustered", -1)[0]);
      environment.putAll(Running.environment(redis.uri(), Map.of("PORT", port)));
      assertThat(healthy(check, port)).as("before it is there").isFalse();

      var out = temp.resolve("out");
      var process = start(out, environment, entrypoint);
      try {
        await()
            .atMost(30, TimeUnit.SECONDS)
            .until(() -> !process.isAlive() || Files.readString(out).contains("ready on"));
        assertThat(process.isAlive()).as(Files.readString(out)).isTrue();
        assertThat(healthy(check, port)).isTrue();
        assertThat(Files.readString(Path.of("/proc/" + process.pid() + "/status")))
            .containsPattern("Uid:\\s10001\\s10001\\s10001\\s10001")
            .containsPattern("CapEff:\\s0+\n");
        assertWorks(Site.at("http://127.0.0.1:" + port));
      } finally {
        process.destroy();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).as("ends by SIGTERM").isTrue();
        for (var group : List.of("/sys/fs/cgroup/memory", "/sys/fs/cgroup")) {
          Files.deleteIfExists(Path.of(group, "chatsway-test-" + process.pid()));
        }
      }
      assertThat(process.exitValue()).isIn(0, 143);
    }
  }

  private static void assertWorks(Site site) throws Exception {
    var session = site.create("1", "{\"decayRate\":0}");
    var overlay = site.connectV2(session);
    overlay.await(0, message -> message.is("value"));
    var link = session.required("voteUrl").asString();
    var path = link.substring(link.indexOf("/vote/"));
    assertThat(site.get(path + "?voter=v&text=yes").statusCode()).isEqualTo(200);
    overlay.await(0, message -> message.is("value") && message.revision() == 2);
    var heap = Pattern.compile(
            "chatsway_jvm_memory_max_bytes\\{area=\"heap\",id=\"PS Old Gen\"} (\\S+)")
        .matcher(site.get("/metrics").body());
    assertThat(heap.find()).isTrue();
    assertThat(Double.parseDouble(heap.group(1)))
        .as("of the heap, which is half of the memory, all but what is new")
        .isBetween(MEMORY * 0.4, MEMORY * 0.5);
  }

  private Process start(Path out, Map<String, String> environment, List<String> entrypoint)
      throws Exception {
    var script = Files.writeString(temp.resolve("confined"), CONFINED);
    var tree = Programs.tree(temp.resolve("tree"));
    var command = new ArrayList<>(List.of("unshare", "--mount", "sh", script.toString()));
    command.addAll(List.of(tree.toString(), String.valueOf(MEMORY), "env", "-i"));
    command.add("PATH=" + System.getenv("PATH"));
    environment.forEach((name, value) -> command.add(name + "=" + value));
    command.addAll(entrypoint);
    return Programs.start(out, Map.of(), command.toArray(String[]::new));
  }

  private static void assumeItMayConfine() throws IOException, InterruptedException {
    var tried = new ProcessBuilder(
            "unshare",
            "--mount",
            "sh",
            "-c",
            "mount -o remount,ro,bind / && g=/sys/fs/cgroup/memory; [ -d $g ] || g=/sys/fs/cgroup; mkdir $g/chatsway-test-0 && rmdir $g/chatsway-test-0")
        .start();
    boolean may = tried.waitFor() == 0;
    if (!may) {
      System.out.println("SKIPPED: mounts and cgroups are not ours to make on this machine");
    }
    Assumptions.assumeTrue(may, "mounts and cgroups are not ours to make on this machine");
  }

  private static boolean healthy(List<String> check, String port)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(check).redirectErrorStream(true);
    builder.environment().put("PORT", port);
    return builder.start().waitFor() == 0;
  }

  private static Map<String, String> environment(String dockerfile) {
    return Pattern.compile("(?m)^ENV (\\w+)=\"?(.*?)\"?$")
        .matcher(dockerfile)
        .results()
        .collect(Collectors.toMap(
            found -> found.group(1), found -> found.group(2), (one, two) -> two, HashMap::new));
  }

  /** Docker's exec form. */
  private static List<String> words(String dockerfile, String pattern) {
    var found = Pattern.compile(pattern).matcher(dockerfile);
    assertThat(found.find()).isTrue();
    return JsonMapper.shared()
        .readTree(found.group(1))
        .valueStream()
        .map(JsonNode::asString)
        .toList();
  }
}
