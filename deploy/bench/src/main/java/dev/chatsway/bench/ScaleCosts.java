package dev.chatsway.bench;

import picocli.CommandLine.Option;

/** What a simulation is fed with: figures of docs/performance.md, on a core of that machine. */
final class ScaleCosts {

  @Option(
      names = "--frame-micros",
      description = "CPU of a frame (bench fanout; ${DEFAULT-VALUE}).")
  double frameMicros = 14.8;

  @Option(
      names = "--tick-micros",
      description =
          "CPU of an instance for a session in a tick: at most, a third of bench tick's 21 ms is 0.7 (${DEFAULT-VALUE}).")
  double tickMicros = 1.0;

  @Option(
      names = "--vote-micros",
      description = "CPU of an instance for a vote (bench votes; ${DEFAULT-VALUE}).")
  double voteMicros = 115;

  @Option(
      names = "--handshake-millis",
      description =
          "CPU of an instance for a client that connects (bench connect; ${DEFAULT-VALUE}).")
  double handshakeMillis = 2;

  @Option(
      names = "--client-kib",
      description = "Memory of a client, KiB (bench connect; ${DEFAULT-VALUE}).")
  double clientKib = 19.5;

  @Option(
      names = "--redis-vote-micros",
      description = "CPU of Redis for a vote (bench votes; ${DEFAULT-VALUE}).")
  double redisVoteMicros = 50;

  @Option(
      names = "--redis-read-micros",
      description =
          "CPU of Redis for a session that is read (bench tick before ADR 0017; ${DEFAULT-VALUE}).")
  double redisReadMicros = 1.15;

  @Option(
      names = "--redis-command-micros",
      description =
          "CPU of Redis for a command in a pipeline, or a report of a changed key (redis-benchmark -P 256; ${DEFAULT-VALUE}).")
  double redisCommandMicros = 0.65;

  @Option(
      names = "--redis-exchange-micros",
      description =
          "CPU of Redis for a pipeline, whatever is in it (redis-benchmark -P 1; ${DEFAULT-VALUE}).")
  double redisExchangeMicros = 6;

  @Option(
      names = "--read-chunk",
      description = "Sessions of an MGET on a single server (${DEFAULT-VALUE}).")
  int readChunk = 250;

  @Option(
      names = "--round-trip-millis",
      description = "Between instance and Redis (${DEFAULT-VALUE}).")
  double roundTripMillis = 0.5;

  @Option(names = "--max-clients", description = "Of an instance (${DEFAULT-VALUE}).")
  int maxClients = 12_000;

  @Option(names = "--instance-cores", description = "Cores of an instance (${DEFAULT-VALUE}).")
  double instanceCores = 1;
}
