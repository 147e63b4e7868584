package dev.chatsway.gateway;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * The settings under {@code chatsway.gateway.rebalance}; reference.conf says what each is for.
 *
 * @param clientsPerSecond 0 to 1,000; 0: off
 * @param leastClients 2 to 1,000,000
 * @param above times the mean, 1.05 to 100
 * @param rest 1 s to 1 h
 */
record RebalanceSettings(int clientsPerSecond, int leastClients, double above, Duration rest) {

  private static final String PATH = "chatsway.gateway.rebalance";

  /** @throws IllegalArgumentException naming the key, its value and its range */
  RebalanceSettings {
    within("clients-per-second", clientsPerSecond, 0, 1_000);
    within("least-clients", leastClients, 2, 1_000_000);
    within("above", above, 1.05, 100);
    if (rest.compareTo(Duration.ofSeconds(1)) < 0 || rest.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException(
          PATH + ".rest: " + rest.toMillis() + " ms is not within 1000 to 3600000");
    }
  }

  static RebalanceSettings from(Config root) {
    var config = root.getConfig(PATH);
    return new RebalanceSettings(
        config.getInt("clients-per-second"),
        config.getInt("least-clients"),
        config.getDouble("above"),
        config.getDuration("rest"));
  }

  private static void within(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          PATH + "." + key + ": " + value + " is not within " + least + " to " + most);
    }
  }

  private static void within(String key, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          PATH + "." + key + ": " + value + " is not within " + least + " to " + most);
    }
  }
}
