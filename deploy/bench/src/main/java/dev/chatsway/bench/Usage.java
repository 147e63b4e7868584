package dev.chatsway.bench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What processes use from now on: each is named, and so are its figures. */
final class Usage {

  private final Map<String, Proc> processes = new LinkedHashMap<>();
  private final Map<String, Double> before = new LinkedHashMap<>();
  private final long start = System.nanoTime();

  private Usage() {}

  /** Of the server, of Redis, and of the load, which is this process. */
  static Usage of(Instance server, Redis redis) throws IOException {
    return new Usage()
        .also("server", server.process())
        .also("redis", redis.process())
        .also("load", Proc.self());
  }

  /** Of this process, which has the measured thing in it, and of Redis. */
  static Usage ofSelf(Redis redis) throws IOException {
    return new Usage().also("process", Proc.self()).also("redis", redis.process());
  }

  private Usage also(String name, Proc process) {
    processes.put(name, process);
    before.put(name, process.cpuSeconds());
    return this;
  }

  /** Since this was made. */
  double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  /** CPU time since this was made, in seconds. */
  double cpu(String name) {
    return process(name).cpuSeconds() - before.getOrDefault(name, 0.0);
  }

  /** Cores that each kept busy ({@code server_cores} and so on), and the resident memory of the first. */
  Report into(Report report) {
    double seconds = seconds();
    report.with("seconds", seconds);
    processes.keySet().forEach(name -> report.with(name + "_cores", cpu(name) / seconds));
    String first = processes.keySet().iterator().next();
    return report.with(first + "_resident_kib", process(first).residentKib());
  }

  private Proc process(String name) {
    Proc process = processes.get(name);
    if (process == null) {
      throw new IllegalArgumentException("no process '" + name + "' among " + processes.keySet());
    }
    return process;
  }
}
