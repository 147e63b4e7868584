package dev.chatsway.standalone.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a process holds at one moment (Linux, {@code proc(5)}).
 *
 * @param heap bytes that are still reachable, after a full collection
 * @param threads of the kernel's
 * @param descriptors open files and sockets
 */
record Figures(long heap, long threads, long descriptors) {

  static Figures of(Process process) throws IOException, InterruptedException {
    return new Figures(
        heap(process.pid()), entries(process.pid(), "task"), entries(process.pid(), "fd"));
  }

  static long threads(Process process) throws IOException {
    return entries(process.pid(), "task");
  }

  private static long entries(long pid, String folder) throws IOException {
    try (var entries = Files.list(Path.of("/proc", String.valueOf(pid), folder))) {
      return entries.count();
    }
  }

  /** A class histogram collects garbage first, and ends with the line {@code Total OBJECTS BYTES}. */
  private static long heap(long pid) throws IOException, InterruptedException {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    var process = new ProcessBuilder(jcmd, String.valueOf(pid), "GC.class_histogram").start();
    var total = process.inputReader().lines().reduce("", (before, line) -> line);
    process.waitFor();
    return Long.parseLong(total.strip().split("\\s+", -1)[2]);
  }

  /** Prints what was seen, as one JSON object on one line; numbers only. */
  static void print(String fault, Map<String, ? extends Number> seen) {
    System.out.println(seen.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(each -> String.format(
            Locale.ROOT, "\"%s\":%s", each.getKey(), each.getValue().longValue()))
        .collect(Collectors.joining(",", "{\"fault\":\"" + fault + "\",", "}")));
  }
}
