package dev.chatsway.bench;

import dev.chatsway.standalone.ChatswayCommand;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** From the launch of the JVM to the ready line, on a Redis that is there. */
@Command(
    name = "start",
    description = "From the launch of the JVM to ready.",
    mixinStandardHelpOptions = true)
final class StartBench implements ChatswayCommand {

  @Mixin
  private Runs runs = new Runs();

  @Option(names = "--rounds", description = "Starts on one Redis in a run (${DEFAULT-VALUE}).")
  private int rounds = 5;

  @Override
  public Integer call() throws IOException, InterruptedException {
    return runs.of(this::run);
  }

  private void run(Results results) throws IOException, InterruptedException {
    try (var redis = new Redis()) {
      for (int round = 0; round < rounds; round++) {
        long start = System.nanoTime();
        try (var instance = Instance.start(redis.url())) {
          double seconds = (System.nanoTime() - start) / 1e9;
          results.add(new Report("start")
              .with("ready_seconds", seconds)
              .with("cpu_seconds", instance.process().cpuSeconds())
              .with("resident_kib", instance.process().residentKib()));
        }
      }
    }
  }
}
