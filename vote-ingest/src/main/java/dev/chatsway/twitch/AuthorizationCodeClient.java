package dev.chatsway.twitch;

import dev.chatsway.twitch.OAuthState.Account;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Asks Twitch whose consent a code stands for (RFC 6749, section 4.1). The user's token is used for that one question, and
 * forgotten: what counts is that Twitch remembers the consent.
 */
final class AuthorizationCodeClient {

  /** The account that has consented. */
  record Given(String account, String login) {}

  private final TwitchSettings settings;
  private final TwitchHttp http;

  AuthorizationCodeClient(TwitchSettings settings, TwitchHttp http) {
    this.settings = settings;
    this.http = http;
  }

  /** Twitch's page that asks for it. */
  String page(OAuthState.AuthorizationAttempt way) {
    return settings.auth() + "/authorize?"
        + Form.of(
            "response_type", "code",
            "client_id", settings.clientId(),
            "redirect_uri", settings.connectUrl(),
            "scope", way.account().scopes(),
            "state", way.state());
  }

  /** What a code stands for; fails with a {@link TwitchException}. A code is good once, so nothing is tried twice. */
  CompletionStage<Given> of(String code, Account account) {
    var form = Form.of(
        "client_id", settings.clientId(),
        "client_secret", settings.clientSecret(),
        "code", code,
        "grant_type", "authorization_code",
        "redirect_uri", settings.connectUrl());
    var exchange = request("/token")
        .header("Content-Type", Form.TYPE)
        .POST(BodyPublishers.ofString(form))
        .build();
    return send("code", exchange)
        .thenApply(answer -> answer.body().path("access_token").asString(""))
        .thenCompose(token -> send(
            "validate",
            request("/validate").header("Authorization", "OAuth " + token).build()))
        .thenApply(answer -> given(answer, account));
  }

  private Given given(TwitchHttp.Answer answer, Account account) {
    var body = answer.body();
    Set<String> scopes = new HashSet<>();
    body.path("scopes").forEach(scope -> scopes.add(scope.asString("")));
    var number = body.path("user_id").asString("");
    if (!body.path("client_id").asString("").equals(settings.clientId())
        || !scopes.containsAll(List.of(account.scopes().split(" ")))
        || number.isEmpty()) {
      throw new TwitchException("Twitch's answer is not the requested consent");
    }
    return new Given(number, body.path("login").asString(""));
  }

  private CompletionStage<TwitchHttp.Answer> send(String call, HttpRequest request) {
    return http.send(call, request, settings.patience().noRetries()).thenApply(answer -> {
      if (!answer.isOk()) {
        throw new TwitchException("Twitch's " + call + ": " + answer.words());
      }
      return answer;
    });
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(settings.auth() + path)).timeout(settings.timeout());
  }
}
