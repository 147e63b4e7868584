package dev.chatsway.standalone.redis;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Which program a redis-server is, as its {@code --version} says.
 *
 * @param name "Redis" or "Valkey"
 * @param build tells two builds of one version apart; may be empty
 */
public record RedisVersion(String name, int major, int minor, int patch, String build)
    implements Comparable<RedisVersion> {

  private static final Pattern LINE = Pattern.compile(
      "(Redis|Valkey) server v=(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4})\\b.*?(?:build=(\\w+).*)?");
  private static final long ANSWER_SECONDS = 5;

  /** The first releases of each branch without the holes that were published by the end of 2025 (CVE-2025-49844 the worst). */
  private static final List<RedisVersion> MENDED = List.of(
      new RedisVersion("Redis", 6, 2, 20, ""),
      new RedisVersion("Redis", 7, 2, 11, ""),
      new RedisVersion("Redis", 7, 4, 6, ""),
      new RedisVersion("Redis", 8, 0, 4, ""),
      new RedisVersion("Redis", 8, 2, 2, ""),
      new RedisVersion("Valkey", 7, 2, 11, ""),
      new RedisVersion("Valkey", 8, 0, 6, ""),
      new RedisVersion("Valkey", 8, 1, 4, ""));

  /** Version of a server as it answers to HELLO, such as "redis" and "7.0.15"; empty if that is no version. */
  public static Optional<RedisVersion> of(String server, String version) {
    var name = server.equals("valkey") ? "Valkey" : "Redis";
    return parse(name + " server v=" + version);
  }

  /** What the program says it is; empty if it cannot be run or is something else. */
  static Optional<RedisVersion> of(String program) throws InterruptedException {
    try {
      var process =
          new ProcessBuilder(program, "--version").redirectErrorStream(true).start();
      try (var out = process.inputReader()) {
        var version = parse(String.valueOf(out.readLine()));
        process.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS);
        return version;
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static Optional<RedisVersion> parse(String line) {
    var matcher = LINE.matcher(line);
    return matcher.matches()
        ? Optional.of(new RedisVersion(
            matcher.group(1),
            Integer.parseInt(matcher.group(2)),
            Integer.parseInt(matcher.group(3)),
            Integer.parseInt(matcher.group(4)),
            matcher.group(5) == null ? "" : matcher.group(5)))
        : Optional.empty();
  }

  /** Whether holes of this release are known that a later release of its branch, or a later branch, has mended. */
  public boolean hasKnownHoles() {
    var branches = MENDED.stream().filter(mended -> mended.name.equals(name)).toList();
    var newest = branches.get(branches.size() - 1);
    return branches.stream()
        .filter(mended -> mended.major == major && mended.minor == minor)
        .findFirst()
        .map(mended -> patch < mended.patch)
        .orElseGet(() -> compareTo(newest) < 0);
  }

  /** By number: a Valkey counts as the Redis of its number. */
  @Override
  public int compareTo(RedisVersion other) {
    if (major != other.major) {
      return Integer.compare(major, other.major);
    }
    return minor != other.minor
        ? Integer.compare(minor, other.minor)
        : Integer.compare(patch, other.patch);
  }

  /** Number and build, as part of a file's name. */
  String fileName() {
    return name + "-" + number() + (build.isEmpty() ? "" : "-" + build);
  }

  private String number() {
    return major + "." + minor + "." + patch;
  }

  @Override
  public String toString() {
    return name + " " + number();
  }
}
