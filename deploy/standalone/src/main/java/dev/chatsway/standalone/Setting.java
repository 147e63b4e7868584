package dev.chatsway.standalone;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;

/** What an operator can set: named after the environment variable, with the configuration key that it sets. */
enum Setting {
  HOST("chatsway.http.host"),
  PORT("chatsway.http.port"),
  ADMIN_PORT("chatsway.http.admin-port"),
  PUBLIC_URL("chatsway.http.public-url"),
  TRUSTED_PROXIES("chatsway.gateway.trusted-proxies"),
  ALLOWED_ORIGINS("chatsway.gateway.allowed-origins"),
  REDIS_URL("chatsway.redis.url"),
  REDIS_READ_FROM("chatsway.redis.read-from"),
  REDIS_SENTINEL_PASSWORD("chatsway.redis.sentinel-password"),
  CHATSWAY_ROLES("chatsway.roles"),
  CHATSWAY_DATA("chatsway.data"),
  CHATSWAY_ADMIN_TOKEN("chatsway.admin-token"),
  TWITCH_EVENTSUB_SECRET("chatsway.ingest.eventsub.secret"),
  KICK_PUBLIC_KEY("chatsway.ingest.kick.public-key"),
  KICK_PUBLIC_KEY_URL("chatsway.ingest.kick.public-key-url"),
  TWITCH_CLIENT_ID("chatsway.ingest.twitch.client-id"),
  TWITCH_CLIENT_SECRET("chatsway.ingest.twitch.client-secret"),
  TWITCH_BOT_USER_ID("chatsway.ingest.twitch.bot-user-id"),
  TWITCH_API_URL("chatsway.ingest.twitch.api-url"),
  TWITCH_AUTH_URL("chatsway.ingest.twitch.auth-url"),
  CHATSWAY_TWITCH_CHAT_URL("chatsway.bot.twitch.url"),
  CHATSWAY_VOTE_TOKEN("chatsway.bot.vote-token"),
  LOG_FORMAT("chatsway.log.format"),
  LOG_LEVEL("chatsway.log.level");

  private final String key;

  Setting(String key) {
    this.key = key;
  }

  String key() {
    return key;
  }

  /** Variable and key, as every message about the setting begins. */
  @Override
  public String toString() {
    return name() + " (" + key + ")";
  }

  /** The value as text, whatever it was written as. */
  String in(Config config) {
    try {
      return config.getString(key);
    } catch (ConfigException e) {
      throw refuse(config.getValue(key).render(), "a plain value");
    }
  }

  /** To be thrown: what was sent, and what is allowed. */
  IllegalArgumentException refuse(Object sent, String allowed) {
    return new IllegalArgumentException(this + " is \"" + sent + "\"; allowed: " + allowed);
  }

  /** Another module's complaint about a key, with the variable that an operator knows it by put before it. */
  static String withVariables(String message) {
    for (var setting : values()) {
      if (message.contains(setting.key) && !message.contains(setting.name())) {
        return setting.name() + ": " + message;
      }
    }
    return message;
  }
}
