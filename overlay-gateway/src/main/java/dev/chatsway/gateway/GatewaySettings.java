package dev.chatsway.gateway;

import com.typesafe.config.Config;
import dev.chatsway.http.ConnectionLimits;
import java.time.Duration;

/**
 * The gateway's settings ({@code chatsway.gateway} in {@code reference.conf}).
 *
 * @param connections limits of connections
 * @param bodyLimit the largest body of a session API request, in bytes
 * @param bodyTimeout how long it may take to arrive
 * @param registerTimeout how long a registration may wait for the broadcaster
 */
public record GatewaySettings(
    ConnectionLimits connections, long bodyLimit, Duration bodyTimeout, Duration registerTimeout) {

  private static final String PATH = "chatsway.gateway";

  /** Checks every range. */
  public GatewaySettings {
    within("body-limit", bodyLimit, " bytes", 1_024, 16 << 20);
    within("body-timeout", bodyTimeout.toMillis(), " ms", 100, 600_000);
    within("register-timeout", registerTimeout.toMillis(), " ms", 10, 60_000);
    within("max-connections", connections.most(), "", 1, 1_000_000);
    within("send-buffer", connections.sendBuffer(), " bytes", 1_024, 16 << 20);
    within("backlog", connections.backlog(), "", 1, 1 << 20);
    within("unread-answers", connections.unread(), " bytes", 1 << 20, 1L << 40);
    within("head-timeout", connections.headTimeout().toMillis(), " ms", 10, 600_000);
    within("idle-timeout", connections.idleTimeout().toMillis(), " ms", 10, 3_600_000);
    within("ping-interval", connections.pingInterval().toMillis(), " ms", 10, 600_000);
    within("socket-input", connections.socketInput(), " bytes", 1_024, 1 << 30);
  }

  /**
   * Reads {@code chatsway.gateway}.
   *
   * @throws IllegalArgumentException naming the key, the value and what is allowed
   */
  public static GatewaySettings from(Config root) {
    Config config = root.getConfig(PATH);
    return new GatewaySettings(
        new ConnectionLimits(
            config.getInt("max-connections"),
            config.getBytes("send-buffer"),
            config.getInt("backlog"),
            config.getBytes("unread-answers"),
            config.getDuration("head-timeout"),
            config.getDuration("idle-timeout"),
            config.getDuration("ping-interval"),
            config.getBytes("socket-input")),
        config.getBytes("body-limit"),
        config.getDuration("body-timeout"),
        config.getDuration("register-timeout"));
  }

  private static void within(String key, long value, String unit, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          PATH + "." + key + ": " + value + unit + " is not within " + least + " to " + most);
    }
  }
}
