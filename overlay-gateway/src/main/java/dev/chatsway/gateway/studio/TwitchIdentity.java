package dev.chatsway.gateway.studio;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.chatsway.redis.signin.SignInAttempts.Attempt;
import dev.chatsway.session.Tokens;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Twitch as an OpenID provider: the authorization code flow (OpenID Connect Core 1.0, section 3.1) with PKCE (RFC 7636). The ID
 * token says which account it is, and Twitch's own check of the access token by which login it goes; both tokens are then
 * forgotten. Nothing is contacted before somebody comes back from Twitch's page.
 */
final class TwitchIdentity {

  /**
   * An account at Twitch.
   *
   * @param number which never changes, 1 to 20 digits
   * @param login its name now, in lower case
   */
  record Account(String number, String login) {}

  /** Twitch did not confirm who it is; the message holds nothing that is secret. */
  static final class UnconfirmedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    UnconfirmedException(String why) {
      super(why);
    }
  }

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Pattern NUMBER = Pattern.compile("\\d{1,20}");
  private static final Pattern LOGIN = Pattern.compile("[a-z0-9_]{1,25}");
  private static final Set<String> NEEDED = Set.of("sub", "exp", "iat", "nonce");

  private final SignInSettings settings;
  private final Executor blocking;
  private final HttpClient client;
  private final JWSKeySelector<SecurityContext> keys;

  /** {@code blocking} may be held up for as long as a call to Twitch takes. */
  TwitchIdentity(SignInSettings settings, Executor blocking) {
    this.settings = settings;
    this.blocking = blocking;
    this.client = HttpClient.newBuilder() // follows no redirect
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(settings.timeout())
        .executor(blocking)
        .build();
    this.keys = new JWSVerificationKeySelector<>(
        JWSAlgorithm.RS256,
        JWKSourceBuilder.<SecurityContext>create(url(settings.issuer() + "/keys"), this::keys)
            .refreshAheadCache(false)
            .build());
  }

  /** Twitch's page that asks whether to sign in here. */
  String page(String redirect, String state, Attempt attempt) {
    return settings.issuer() + "/authorize?"
        + form(
            "response_type",
            "code",
            "client_id",
            settings.clientId(),
            "redirect_uri",
            redirect,
            "scope",
            "openid",
            "state",
            state,
            "nonce",
            attempt.nonce(),
            "code_challenge",
            challenge(attempt.verifier()),
            "code_challenge_method",
            "S256");
  }

  /** Whose code it is; fails with an {@link UnconfirmedException}. A code is good once, so nothing is tried twice. */
  CompletionStage<Account> account(String code, String redirect, Attempt attempt) {
    var exchange = request("/token")
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(form(
            "grant_type",
            "authorization_code",
            "code",
            code,
            "redirect_uri",
            redirect,
            "client_id",
            settings.clientId(),
            "client_secret",
            settings.clientSecret(),
            "code_verifier",
            attempt.verifier())))
        .build();
    return json("token", exchange).thenCompose(tokens -> {
      String number = verified(tokens.path("id_token").asString(""), attempt.nonce());
      var check = request("/validate")
          .header("Authorization", "OAuth " + bearer(tokens))
          .build();
      return json("validate", check).thenApply(checked -> account(checked, number));
    });
  }

  /** Twitch's access tokens are letters and digits; anything else would be a header of somebody else's choice. */
  private static String bearer(JsonNode tokens) {
    String token = tokens.path("access_token").asString("");
    if (!token.matches("[!-~]{1,1000}")) {
      throw new UnconfirmedException("the answer has no access token");
    }
    return token;
  }

  private Account account(JsonNode checked, String number) {
    String login = checked.path("login").asString("");
    if (!checked.path("client_id").asString("").equals(settings.clientId())
        || !checked.path("user_id").asString("").equals(number)
        || !LOGIN.matcher(login).matches()) {
      throw new UnconfirmedException("the access token is not that of the ID token");
    }
    return new Account(number, login);
  }

  /** The number of the account that an ID token is about (OpenID Connect Core 1.0, section 3.1.3.7). */
  private String verified(String idToken, String nonce) {
    var processor = new DefaultJWTProcessor<SecurityContext>();
    processor.setJWSKeySelector(keys);
    processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
        settings.clientId(),
        new JWTClaimsSet.Builder().issuer(settings.issuer().toString()).build(),
        NEEDED));
    try {
      var claims = processor.process(idToken, null);
      if (!claims.getAudience().equals(List.of(settings.clientId()))) {
        throw new UnconfirmedException("the ID token is for others too");
      }
      if (!Tokens.equal(Objects.requireNonNullElse(claims.getStringClaim("nonce"), ""), nonce)) {
        throw new UnconfirmedException("the ID token has another nonce");
      }
      String number = Objects.requireNonNullElse(claims.getSubject(), "");
      if (!NUMBER.matcher(number).matches()) {
        throw new UnconfirmedException("the ID token is about no account");
      }
      return number;
    } catch (ParseException e) {
      throw new UnconfirmedException("the ID token cannot be read");
    } catch (BadJOSEException | JOSEException e) {
      throw new UnconfirmedException("the ID token is not good: " + e.getMessage());
    }
  }

  private CompletionStage<JsonNode> json(String call, HttpRequest request) {
    return client
        .sendAsync(request, BodyHandlers.ofByteArray())
        .orTimeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
        .handleAsync(
            (answer, failure) -> {
              if (failure != null) {
                throw new UnconfirmedException("no answer to " + call);
              }
              return body(call, answer);
            },
            blocking);
  }

  private static JsonNode body(String call, HttpResponse<byte[]> answer) {
    if (answer.statusCode() != 200) {
      throw new UnconfirmedException(call + " was answered " + answer.statusCode());
    }
    try {
      return JSON.readTree(answer.body());
    } catch (JacksonException e) {
      throw new UnconfirmedException("the answer to " + call + " is not JSON");
    }
  }

  /** Fetches Twitch's keys. The library asks again when a token names one that it does not know, twice in 30 s at most. */
  private Resource keys(URL url) throws IOException {
    try {
      var answer = client.send(request("/keys").build(), BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IOException("keys was answered " + answer.statusCode());
      }
      return new Resource(answer.body(), "application/json");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(settings.issuer() + path)).timeout(settings.timeout());
  }

  private static URL url(String text) {
    try {
      return URI.create(text).toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static String challenge(String verifier) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Names and values by turns. */
  private static String form(String... namesAndValues) {
    var form = new StringBuilder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      form.append(i == 0 ? "" : "&")
          .append(namesAndValues[i])
          .append('=')
          .append(URLEncoder.encode(namesAndValues[i + 1], StandardCharsets.UTF_8));
    }
    return form.toString();
  }
}
