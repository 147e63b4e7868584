package dev.chatsway.gateway.studio;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.http.javadsl.server.Route;
import com.typesafe.config.Config;
import dev.chatsway.gateway.Urls;
import dev.chatsway.http.JsonBody;
import dev.chatsway.redis.RedisCommands;
import dev.chatsway.redis.session.Sessions;
import dev.chatsway.redis.signin.Owners;
import dev.chatsway.redis.signin.SignInAttempts;
import dev.chatsway.redis.signin.SignIns;
import java.time.Clock;
import java.util.Optional;

/** The studio of an instance: its page, who signs in to it, and how. */
public final class Studio {

  private final Accounts accounts;
  private final CookieAuthenticator access;
  private final StudioRoutes routes;

  /**
   * Contacts no other host.
   *
   * @param config with {@code chatsway.gateway}
   * @param urls what people are given
   */
  public Studio(
      ActorSystem<?> system,
      Config config,
      RedisCommands calls,
      Sessions sessions,
      String adminToken,
      Urls urls,
      JsonBody body) {
    var settings = StudioSettings.from(config);
    var signIn = SignInSettings.from(config);
    var signIns = new SignIns(calls, settings.signInIdle(), settings.cookieLifetime());
    this.accounts = new Accounts(signIn, sessions, new Owners(calls), signIns);
    this.access = new CookieAuthenticator(adminToken, signIns, sessions, accounts, urls.base());
    var twitch = signIn.isOn()
        ? Optional.of(new AccountRoutes(
            signIn,
            new TwitchIdentity(signIn, system.dispatchers().lookup(DispatcherSelector.blocking())),
            new SignInAttempts(calls),
            signIns,
            accounts,
            access,
            settings.cookieLifetime(),
            urls.base()))
        : Optional.<AccountRoutes>empty();
    this.routes = new StudioRoutes(
        settings,
        sessions,
        signIns,
        accounts,
        access,
        twitch,
        adminToken,
        urls,
        body,
        Clock.systemUTC());
  }

  /** All below {@code /studio}, and {@code /} which leads there. */
  public Route routes() {
    return routes.routes();
  }

  /** What the session API takes as a proof besides tokens. */
  public CookieAuthenticator access() {
    return access;
  }

  /** Accounts that have signed in. */
  public Accounts accounts() {
    return accounts;
  }
}
