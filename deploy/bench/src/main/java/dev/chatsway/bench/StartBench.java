package dev.chatsway.bench;

import dev.chatsway.standalone.ChatswayCommand;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** From the launch of the JVM to the ready line, on a Redis that is there. */
@Command(
    name = "start",
    description = "From the launch of the JVM to ready.",
    mixinStandardHelpOptions = true)
final class StartBench implements ChatswayCommand {

  @Option(names = "--rounds", description = "Starts (${DEFAULT-VALUE}).")
  private int rounds = 5;

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (var redis = new Redis()) {
      for (int round = 1; round <= rounds; round++) {
        long start = System.nanoTime();
        try (var instance = Instance.start(redis.url())) {
          new Report("start")
              .with("round", round)
              .with("ready_seconds", (System.nanoTime() - start) / 1e9)
              .with("cpu_seconds", Processes.cpuSeconds(instance.pid()))
              .with("resident_kib", Processes.residentKib(instance.pid()))
              .print();
        }
      }
    }
    return 0;
  }
}
