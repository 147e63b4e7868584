package dev.chatsway.standalone;

import akka.actor.Cancellable;
import akka.actor.typed.ActorSystem;
import dev.chatsway.http.EventLoops;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmHeapPressureMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.logging.LogbackMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * What is to be known of a process whatever it does: memory, collections, threads, files, lines of log, and how long work waits
 * for a thread. All names begin with {@code chatsway_}, Micrometer's own too.
 */
final class ProcessMetrics implements AutoCloseable {

  /** Asks each dispatcher this often how long a task waits for one of its threads. */
  private static final Duration PROBE = Duration.ofSeconds(1);

  private static final Path STATUS = Path.of("/proc/self/status"); // proc(5)
  private static final String RESIDENT = "VmRSS:"; // and a number, in KiB

  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final JvmHeapPressureMetrics pressure = new JvmHeapPressureMetrics();
  private final LogbackMetrics lines = new LogbackMetrics();
  private final List<Cancellable> probes;

  /** For a registry in which nothing is registered yet. */
  ProcessMetrics(MeterRegistry registry, ActorSystem<?> system) {
    registry.config().meterFilter(new Prefix());
    for (var binder : List.of(
        collections,
        pressure,
        lines,
        new JvmMemoryMetrics(),
        new JvmThreadMetrics(),
        new FileDescriptorMetrics(),
        new ProcessorMetrics(),
        new UptimeMetrics())) {
      binder.bindTo(registry);
    }
    Gauge.builder("chatsway.process.resident.memory", ProcessMetrics::resident)
        .baseUnit("bytes")
        .description("Resident memory of this process; Linux only")
        .register(registry);
    Gauge.builder("chatsway.build.info", () -> 1)
        .tag("version", Version.version())
        .tag("java", Runtime.version().toString())
        .description("Always 1; the labels name the build")
        .register(registry);
    probes = List.of(
        probe(registry, system, "requests", system.executionContext()),
        probe(registry, system, "streams", EventLoops.first(system)));
  }

  private static Cancellable probe(
      MeterRegistry registry, ActorSystem<?> system, String name, Executor dispatcher) {
    var wait = Timer.builder("chatsway.dispatcher.wait")
        .tag("dispatcher", name)
        .description("How long a task waited for a thread; sampled once a second")
        .serviceLevelObjectives(
            Duration.ofMillis(1),
            Duration.ofMillis(10),
            Duration.ofMillis(50),
            Duration.ofSeconds(1))
        .register(registry);
    return system
        .scheduler()
        .scheduleWithFixedDelay(
            PROBE,
            PROBE,
            () -> {
              long since = System.nanoTime();
              dispatcher.execute(
                  () -> wait.record(System.nanoTime() - since, TimeUnit.NANOSECONDS));
            },
            system.executionContext());
  }

  private static double resident() {
    try (var lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith(RESIDENT))
          .mapToDouble(line -> 1024.0 * Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException e) {
      return Double.NaN;
    }
  }

  @Override
  public void close() {
    probes.forEach(Cancellable::cancel);
    collections.close();
    pressure.close();
    lines.close();
  }

  private static final class Prefix implements MeterFilter {

    @Override
    public Meter.Id map(Meter.Id id) {
      return id.getName().startsWith("chatsway.") ? id : id.withName("chatsway." + id.getName());
    }
  }
}
