package dev.chatsway.standalone;

import com.typesafe.config.Config;
import dev.chatsway.session.config.ConfigReader;

/** What an operator can set: named after the environment variable, with the configuration key that it sets. */
enum Setting {
  HOST("chatsway.http.host"),
  PORT("chatsway.http.port"),
  ADMIN_PORT("chatsway.http.admin-port"),
  PUBLIC_URL("chatsway.http.public-url"),
  TRUSTED_PROXIES("chatsway.gateway.trusted-proxies"),
  ALLOWED_ORIGINS("chatsway.gateway.allowed-origins"),
  ALLOWED_HOSTS("chatsway.gateway.allowed-hosts"),
  WEBHOOK_TARGETS("chatsway.gateway.webhooks.targets"),
  RELAY_TARGETS("chatsway.relay-targets"),
  REDIS_URL("chatsway.redis.url"),
  REDIS_READ_FROM("chatsway.redis.read-from"),
  REDIS_START_TIMEOUT("chatsway.redis.start-timeout"),
  REDIS_SENTINEL_PASSWORD("chatsway.redis.sentinel-password"),
  CHATSWAY_ROLES("chatsway.roles"),
  WARM_UP("chatsway.warm-up"),
  CHATSWAY_DATA("chatsway.data"),
  CHATSWAY_REDIS_SERVER("chatsway.redis-server"),
  CHATSWAY_ADMIN_TOKEN("chatsway.admin-token"),
  CHATSWAY_SECOND_ADMIN_TOKEN("chatsway.second-admin-token"),
  CHATSWAY_VOTER_KEY("chatsway.voter-key"),
  TWITCH_EVENTSUB_SECRET("chatsway.ingest.eventsub.secret"),
  TWITCH_EVENTSUB_SECOND_SECRET("chatsway.ingest.eventsub.second-secret"),
  KICK_PUBLIC_KEY("chatsway.ingest.kick.public-key"),
  KICK_PUBLIC_KEY_URL("chatsway.ingest.kick.public-key-url"),
  TWITCH_CLIENT_ID("chatsway.ingest.twitch.client-id"),
  TWITCH_CLIENT_SECRET("chatsway.ingest.twitch.client-secret"),
  TWITCH_BOT_USER_ID("chatsway.ingest.twitch.bot-user-id"),
  TWITCH_API_URL("chatsway.ingest.twitch.api-url"),
  TWITCH_AUTH_URL("chatsway.ingest.twitch.auth-url"),
  TWITCH_CHAT_URL("chatsway.chat.twitch-url"),
  SIGN_IN("chatsway.gateway.sign-in.with"),
  SIGN_IN_ALLOWED("chatsway.gateway.sign-in.allowed"),
  MAX_BARS_PER_OWNER("chatsway.gateway.sign-in.max-bars"),
  MAX_CHANNELS_PER_OWNER("chatsway.gateway.sign-in.max-channels"),
  MAX_CHANGES_PER_OWNER("chatsway.gateway.sign-in.max-changes"),
  MAX_OVERLAYS_PER_OWNER("chatsway.broadcaster.max-clients-per-owner"),
  MAX_VOTES_PER_OWNER("chatsway.ingest.owner-votes"),
  STREAMERBOT_PASSWORD("chatsway.bot.streamerbot-password"),
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

  /** The value as text; throws IllegalArgumentException for one with something around it, as {@link ConfigReader} does. */
  String in(Config config) {
    var reader = ConfigReader.at(config, key.substring(0, key.lastIndexOf('.')));
    var name = key.substring(key.lastIndexOf('.') + 1);
    return this == KICK_PUBLIC_KEY ? reader.lines(name) : reader.text(name);
  }

  /** Reads every variable once, so that a start ends at the first that is not a bare value. */
  static void checkAll(Config config) {
    for (var setting : values()) {
      setting.in(config);
    }
  }

  /** To be thrown: what was sent, and what is allowed. */
  IllegalArgumentException refuse(Object sent, String allowed) {
    return new IllegalArgumentException(ConfigReader.sentence(toString(), sent, allowed));
  }

  /** An error about a key, with the variable that sets it put before it. */
  static String withVariables(String message) {
    for (var setting : values()) {
      if (message.startsWith(setting.key + " ")) {
        return setting.name() + " (" + setting.key + ")" + message.substring(setting.key.length());
      }
    }
    for (var setting : values()) {
      if (message.contains(setting.key) && !message.contains(setting.name())) {
        return setting.name() + ": " + message;
      }
    }
    return message;
  }
}
