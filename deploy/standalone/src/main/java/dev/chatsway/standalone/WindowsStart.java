package dev.chatsway.standalone;

import dev.chatsway.session.Tokens;
import dev.chatsway.standalone.redis.DataFolder;
import dev.chatsway.standalone.redis.WindowsRedis;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What {@code chatsway.cmd} runs: finds a Redis for a machine with Windows, for which none is shipped, and runs Chatsway with
 * it in a process of its own. In this order: {@code REDIS_URL}, the program that {@code CHATSWAY_REDIS_SERVER} names, one on
 * PATH ({@link WindowsRedis#NAMES}), WSL2, in which all of Chatsway runs then.
 */
public final class WindowsStart {

  /** The two ways there are, for a person. */
  static final String NO_REDIS = """
      Chatsway needs a Redis, and Windows has none of its own. There are two ways:

      1. WSL2, which is part of Windows: open PowerShell, type  wsl --install  and restart the computer. In the Ubuntu that
         opens then, type  sudo apt install openjdk-17-jre-headless . After that chatsway.cmd starts everything inside it.
      2. Memurai (https://www.memurai.com), a Redis for Windows: install it, and start chatsway.cmd again. Any other Redis or
         Valkey, version 7 or newer, will do: put its folder on PATH, or its path into CHATSWAY_REDIS_SERVER.

      Or set REDIS_URL and CHATSWAY_ADMIN_TOKEN, if you have a Redis on another machine.
      """;

  /** Commands that run a server; the others speak to one, and need no Redis. */
  private static final Set<String> SERVERS = Set.of("serve", "demo");

  private static final String JAVA_OPTS =
      "-XX:+UseParallelGC -XX:MaxNewSize=64m -XX:MaxRAMPercentage=50 -XX:+ExitOnOutOfMemoryError";
  private static final int ENDING_SECONDS = 12;

  /** Where Redis comes from. */
  sealed interface Way {
    /** Nowhere from: it is set, or not needed. */
    record AsItIs() implements Way {}

    /** A program of this machine. */
    record Program(Path path) implements Way {}

    /** Everything runs in there. */
    record Wsl() implements Way {}

    /** There is none. */
    record None(String why) implements Way {}
  }

  /** When server and Redis have ended. */
  private static final CountDownLatch DONE = new CountDownLatch(1);

  private WindowsStart() {}

  /** The folder of chatsway.cmd, and the arguments of {@code ./chatsway}. */
  public static void main(String[] args) throws IOException, InterruptedException {
    var home = Path.of(args[0]).toAbsolutePath().normalize();
    var rest = List.of(args).subList(1, args.length);
    int status = 1;
    try {
      status = run(home, rest, System.getenv());
    } finally {
      DONE.countDown();
    }
    System.exit(status);
  }

  private static int run(Path home, List<String> args, Map<String, String> environment)
      throws IOException, InterruptedException {
    var way = find(args, environment);
    if (way instanceof Way.None none) {
      System.err.print(none.why());
      return 1;
    }
    if (way instanceof Way.Wsl) {
      var inside = new ArrayList<>(
          List.of("wsl.exe", "--cd", home.toString(), "--exec", "sh", "./chatsway"));
      inside.addAll(args);
      return await(inside, Map.of());
    }
    if (way instanceof Way.Program program) {
      return withRedis(home, args, environment, program.path());
    }
    return await(chatsway(args, environment), Map.of());
  }

  /** By the arguments and the environment, and by what is on PATH there. */
  static Way find(List<String> args, Map<String, String> environment) throws InterruptedException {
    boolean isServer = args.isEmpty() || SERVERS.contains(args.get(0));
    if (!isServer || !value(environment, "REDIS_URL").isEmpty()) {
      return new Way.AsItIs();
    }
    var chosen = value(environment, "CHATSWAY_REDIS_SERVER");
    if (!chosen.isEmpty()) {
      return WindowsRedis.isUsable(Path.of(chosen))
          ? new Way.Program(Path.of(chosen))
          : new Way.None("Chatsway: CHATSWAY_REDIS_SERVER is \"" + chosen
              + "\"; allowed: a Redis, Valkey or Memurai, version 7 or newer\n");
    }
    var path = value(environment, "PATH");
    Optional<Path> program = WindowsRedis.find(path);
    if (program.isPresent()) {
      return new Way.Program(program.get());
    }
    return hasWsl() ? new Way.Wsl() : new Way.None(NO_REDIS);
  }

  private static int withRedis(
      Path home, List<String> args, Map<String, String> environment, Path program)
      throws IOException, InterruptedException {
    var data = value(environment, "CHATSWAY_DATA");
    try (var folder = DataFolder.open(data.isEmpty() ? home.resolve("data") : Path.of(data));
        var redis = WindowsRedis.start(folder, program)) {
      var more = new HashMap<String, String>();
      more.put("REDIS_URL", redis.url());
      more.put("CONFIG_FORCE_chatsway_gateway_studio_sign__in__code", Tokens.token());
      if (value(environment, "CHATSWAY_ADMIN_TOKEN").isEmpty()) {
        more.put("CHATSWAY_ADMIN_TOKEN", folder.adminToken());
        System.err.println("Chatsway: the admin token is in " + folder.adminTokenFile());
      }
      System.err.println("Chatsway: its Redis is " + program);
      return await(chatsway(args, environment), more);
    } catch (IOException e) {
      System.err.println("Chatsway: " + e.getMessage());
      return 1;
    }
  }

  private static List<String> chatsway(List<String> args, Map<String, String> environment) {
    var options = value(environment, "CHATSWAY_JAVA_OPTS");
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of((options.isEmpty() ? JAVA_OPTS : options).split(" +", -1)));
    command.addAll(List.of(
        "-Dconfig.override_with_env_vars=true",
        "-cp",
        System.getProperty("java.class.path"),
        "dev.chatsway.standalone.Main"));
    command.addAll(args);
    return command;
  }

  /** Runs it to its end with our own input and output; if we are told to end, it is told, and waited for. */
  private static int await(List<String> command, Map<String, String> more)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).inheritIO();
    builder.environment().putAll(more);
    var process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      process.destroy();
      try {
        var unused = DONE.await(ENDING_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }));
    return process.waitFor();
  }

  private static boolean hasWsl() throws InterruptedException {
    try {
      var process = new ProcessBuilder("wsl.exe", "--exec", "true")
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
      boolean ended = process.waitFor(30, TimeUnit.SECONDS); // it may have to boot
      process.destroyForcibly();
      return ended && process.exitValue() == 0;
    } catch (IOException e) {
      return false; // there is no such program
    }
  }

  /** Of a variable, whose name Windows may spell otherwise ({@code Path}). */
  private static String value(Map<String, String> environment, String name) {
    return environment.entrySet().stream()
        .filter(each -> each.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }
}
