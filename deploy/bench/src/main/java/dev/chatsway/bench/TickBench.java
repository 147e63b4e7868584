package dev.chatsway.bench;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import dev.chatsway.standalone.ChatswayCommand;
import dev.chatsway.standalone.Environment;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench tick}: see {@link TickRun} and {@link ReadRun}. */
@Command(
    name = "tick",
    description =
        "A tick of the Broadcasters including the read from Redis, and reads a second compared with sequential ones.",
    mixinStandardHelpOptions = true)
final class TickBench implements ChatswayCommand {

  @Mixin
  private Runs runs = new Runs();

  @Option(names = "--sessions", description = "Sessions (${DEFAULT-VALUE}: what ADR-011 tested).")
  private int sessions = 100;

  @Option(
      names = "--clients",
      description = "Clients of each session (${DEFAULT-VALUE}; ADR-011 tested 5).")
  private int clients = 1;

  @Option(
      names = "--seconds",
      description = "Seconds to measure, after 5 of warm-up (${DEFAULT-VALUE}).")
  private int seconds = 30;

  @Option(
      names = "--shards",
      description = "Broadcasters that share the sessions (the setting: one for every four cores).")
  private @Nullable Integer shards;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Config environment = Environment.load();
    Config config = shards == null
        ? environment
        : environment.withValue(
            "chatsway.broadcaster.shards", ConfigValueFactory.fromAnyRef(String.valueOf(shards)));
    return runs.of(results -> {
      try (var store = new BenchRedis(config)) {
        var made = store.sessions(sessions);
        results.add(new TickRun(clients, seconds).on(store, made));
        results.add(new ReadRun(store.settings(), made).run());
      }
    });
  }
}
