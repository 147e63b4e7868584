package dev.chatsway.bench;

import dev.chatsway.standalone.ChatswayCommand;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench scale}: a simulation of many instances and primaries, by costs that the other benches measured. */
@Command(
    name = "scale",
    description =
        "Computes the load of each instance and Redis primary, and the 60 s after one dies; with --measure, also"
            + " measures it with up to 3 instances.",
    mixinStandardHelpOptions = true)
final class ScaleBench implements ChatswayCommand {

  private static final int MOST_MEASURED = 3;

  @Option(names = "--overlays", description = "Connected overlays (${DEFAULT-VALUE}).")
  private int overlays = 1_000_000;

  @Option(names = "--overlays-per-session", description = "On average (${DEFAULT-VALUE}).")
  private double overlaysPerSession = 2;

  @Option(
      names = "--votes-per-second",
      description = "Over all sessions, by Zipf's law (${DEFAULT-VALUE}).")
  private double votesPerSecond = 50_000;

  @Option(names = "--instances", split = ",", description = "Each is tried (${DEFAULT-VALUE}).")
  private List<Integer> instances = List.of(1, 10, 50, 100, 200);

  @Option(names = "--primaries", split = ",", description = "Each is tried (${DEFAULT-VALUE}).")
  private List<Integer> primaries = List.of(1, 10, 30, 60, 100);

  @Option(
      names = "--failover-seconds",
      description =
          "From a primary's death to its replica's first write; a cluster-node-timeout of 5 s and its election (${DEFAULT-VALUE}).")
  private double failoverSeconds = 7;

  @Option(
      names = "--measure",
      description = "Measures the same with real instances on one Redis besides, at most 3.")
  private boolean measure;

  @Option(
      names = "--warm-up",
      description = "Seconds of warm-up with --measure (${DEFAULT-VALUE}).")
  private int warmUp = 30;

  @Option(names = "--seconds", description = "Seconds to measure (${DEFAULT-VALUE}).")
  private int seconds = 10;

  @Mixin
  private ScaleCosts costs = new ScaleCosts();

  @Override
  public Integer call() throws IOException, InterruptedException {
    var load = new ScaleModel.Load(overlays, overlaysPerSession, votesPerSecond, failoverSeconds);
    for (int instance : instances) {
      for (int primary : primaries) {
        System.out.println(
            new ScaleModel(load, costs, instance, primary).report().json());
      }
      if (measure && instance <= MOST_MEASURED) {
        System.out.println(
            new ScaleRun(load, instance, warmUp, seconds).report().json());
      }
    }
    return 0;
  }
}
