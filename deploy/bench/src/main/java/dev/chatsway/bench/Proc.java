package dev.chatsway.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the kernel says of a process (Linux, {@code proc(5)}). */
record Proc(long pid) {

  private static final double TICKS_A_SECOND =
      100; // USER_HZ, fixed for user space on every architecture that we run on
  private static final int USER_TIME = 11; // fields behind the name in /proc/PID/stat
  private static final int SYSTEM_TIME = 12;

  /** This process, which makes the load. */
  static Proc self() {
    return new Proc(ProcessHandle.current().pid());
  }

  /** User and system time so far, in seconds. */
  double cpuSeconds() {
    String stat = read("stat");
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]))
        / TICKS_A_SECOND;
  }

  /** Resident memory, in KiB. */
  long residentKib() {
    return read("status")
        .lines()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  /** Sends it a signal, such as STOP. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, String.valueOf(pid))
        .inheritIO()
        .start()
        .waitFor();
  }

  /** Threads of the kernel's. */
  long threads() {
    return entries("task");
  }

  /** Open files and sockets. */
  long descriptors() {
    return entries("fd");
  }

  private long entries(String folder) {
    try (var entries = Files.list(Path.of("/proc", String.valueOf(pid), folder))) {
      return entries.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Bytes of a JVM's heap that are still reachable: a class histogram collects garbage first, and ends with the line
   * {@code Total OBJECTS BYTES}. Needs the jcmd of a JDK.
   */
  long reachableHeap() throws IOException, InterruptedException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process process = new ProcessBuilder(jcmd, String.valueOf(pid), "GC.class_histogram").start();
    String total = process.inputReader().lines().reduce("", (before, line) -> line);
    process.waitFor();
    return Long.parseLong(total.strip().split("\\s+", -1)[2]);
  }

  private String read(String file) {
    try {
      return Files.readString(Path.of("/proc", String.valueOf(pid), file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
