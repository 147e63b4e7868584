package dev.chatsway.gateway.studio;

import com.typesafe.config.Config;
import dev.chatsway.session.config.ConfigReader;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Signing in with an account ({@code chatsway.gateway.sign-in} in {@code reference.conf}).
 *
 * @param isOn whether one can sign in with Twitch; without it no host is contacted
 * @param clientId of the application that is registered at Twitch
 * @param clientSecret of the same
 * @param issuer Twitch's OpenID provider, without a slash at the end
 * @param allowed who may become an owner: {@code all}, or the logins and numbers of accounts; empty: none
 * @param maxBars the most bars of an owner, 1 to 1000
 * @param maxChannels the most channels in all bars of an owner, 1 to 20,000
 * @param maxChanges the most changes to the bars of an owner in a minute, 1 to 1,000,000
 * @param timeout how long one call to Twitch may take
 */
public record SignInSettings(
    boolean isOn,
    String clientId,
    String clientSecret,
    URI issuer,
    Set<String> allowed,
    int maxBars,
    int maxChannels,
    int maxChanges,
    Duration timeout) {

  private static final String PATH = "chatsway.gateway.sign-in";
  private static final String ALL = "all";
  private static final Pattern ALLOWED = Pattern.compile("[a-z0-9_]{1,25}");

  /**
   * Reads {@code chatsway.gateway.sign-in}.
   *
   * @throws IllegalArgumentException naming the key, the value and what is allowed
   */
  public static SignInSettings from(Config root) {
    var config = ConfigReader.at(root, PATH);
    var with = config.text("with");
    if (!with.isEmpty() && !with.equals("twitch")) {
      throw config.refuse("with", with, "twitch, or nothing");
    }
    var settings = new SignInSettings(
        with.equals("twitch"),
        config.secret("client-id", 1, 100),
        config.secret("client-secret", 1, 200),
        config
            .url("twitch-url", "https", "http")
            .orElseThrow(() -> config.refuse("twitch-url", "", "an absolute https or http URL")),
        config.parsed(
            "allowed",
            "all, none, or logins and numbers of Twitch accounts with commas between",
            SignInSettings::allowed),
        config.integer("max-bars", 1, 1_000),
        config.integer("max-channels", 1, 20_000),
        config.integer("max-changes", 1, 1_000_000),
        config.duration("timeout", Duration.ofMillis(100), Duration.ofMinutes(1)));
    if (settings.isOn && (settings.clientId.isEmpty() || settings.clientSecret.isEmpty())) {
      throw config.refuse(
          "with", with, "nothing without TWITCH_CLIENT_ID and TWITCH_CLIENT_SECRET");
    }
    return settings;
  }

  private static Set<String> allowed(String text) {
    if (text.equals("none")) {
      return Set.of();
    }
    return Pattern.compile(",")
        .splitAsStream(text)
        .map(each -> {
          var login = each.strip().toLowerCase(Locale.ROOT);
          if (!ALLOWED.matcher(login).matches()) {
            throw new IllegalArgumentException(each);
          }
          return login;
        })
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether an account that was never here may become an owner. */
  boolean allows(TwitchIdentity.Account account) {
    return allowed.contains(ALL)
        || allowed.contains(account.number())
        || (allowed.contains(account.login())
            && !account.login().chars().allMatch(Character::isDigit));
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "SignInSettings[" + isOn + ", client " + clientId + ", " + issuer + "]";
  }
}
