package dev.chatsway.gateway;

import akka.http.javadsl.model.Query;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/**
 * A real HTTP server that plays Twitch's OpenID provider: whoever comes to its page consents at once. To browsers it is another
 * site than what is on 127.0.0.1.
 */
public final class IdentityStandIn implements AutoCloseable {

  public static final String CLIENT = "our-client";
  public static final String SECRET = "our-client-secret-of-at-least-32-bytes";

  /** How an ID token is signed. */
  public enum Signing {
    RIGHTLY,
    BY_A_FOREIGN_KEY,
    WITH_THE_CLIENT_SECRET,
    NOT_AT_ALL
  }

  private record Code(Map<String, String> asked, String number, String login) {}

  /** Paths that were asked for, in order. */
  final List<String> asked = new CopyOnWriteArrayList<>();

  private final HttpServer server;
  private final Map<String, Code> codes = new ConcurrentHashMap<>();
  private final Map<String, Code> tokens = new ConcurrentHashMap<>();
  private volatile RSAKey key = newKey();
  private volatile String number = "12345";
  private volatile String login = "somebody";

  /** What is done to an ID token's claims before it is signed. */
  volatile UnaryOperator<JWTClaimsSet.Builder> claims = UnaryOperator.identity();

  volatile Signing signing = Signing.RIGHTLY;

  /** What the check of an access token says of its number, or nothing: the truth. */
  volatile String checkedNumber = "";

  private IdentityStandIn() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/oauth2/", this::answer);
    server.start();
  }

  public static IdentityStandIn start() {
    try {
      return new IdentityStandIn();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Who consents from now on. */
  public void as(String newNumber, String newLogin) {
    number = newNumber;
    login = newLogin;
  }

  /** Signs with a new key from now on, and shows that one only. */
  void rotateKey() {
    key = newKey();
  }

  /** Everything as it was at first, but for the key. */
  void reset() {
    as("12345", "somebody");
    claims = UnaryOperator.identity();
    signing = Signing.RIGHTLY;
    checkedNumber = "";
    asked.clear();
  }

  public String issuer() {
    return "http://localhost:" + server.getAddress().getPort() + "/oauth2";
  }

  /** The settings that lead a gateway here. */
  String[] settings(String... more) {
    var all = new String[more.length + 1];
    all[0] = """
        chatsway.gateway.sign-in { with = twitch, client-id = %s, client-secret = "%s", twitch-url = "%s", timeout = 3s }""".formatted(CLIENT, SECRET, issuer());
    System.arraycopy(more, 0, all, 1, more.length);
    return all;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().substring("/oauth2".length());
    asked.add(path);
    switch (path) {
      case "/authorize" -> authorize(exchange);
      case "/token" -> token(exchange);
      case "/keys" -> send(exchange, 200, new JWKSet(key.toPublicJWK()).toString());
      case "/validate" -> validate(exchange);
      default -> send(exchange, 404, "{}");
    }
  }

  private void authorize(HttpExchange exchange) throws IOException {
    var asked = form(exchange.getRequestURI().getRawQuery());
    if (!CLIENT.equals(asked.get("client_id"))
        || !"code".equals(asked.get("response_type"))
        || !"openid".equals(asked.get("scope"))
        || !"S256".equals(asked.get("code_challenge_method"))) {
      send(exchange, 400, "{\"message\":\"bad request\"}");
      return;
    }
    String code = UUID.randomUUID().toString().replace("-", "");
    codes.put(code, new Code(asked, number, login));
    exchange
        .getResponseHeaders()
        .set(
            "Location",
            asked.get("redirect_uri") + "?code=" + code + "&scope=openid&state="
                + asked.get("state"));
    send(exchange, 302, "");
  }

  private void token(HttpExchange exchange) throws IOException {
    var sent = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    var code = codes.remove(sent.getOrDefault("code", ""));
    if (code == null
        || !SECRET.equals(sent.get("client_secret"))
        || !CLIENT.equals(sent.get("client_id"))
        || !"authorization_code".equals(sent.get("grant_type"))
        || !code.asked.get("redirect_uri").equals(sent.get("redirect_uri"))
        || !code.asked.get("code_challenge").equals(hash(sent.get("code_verifier")))) {
      send(exchange, 400, "{\"status\":400,\"message\":\"Invalid authorization code\"}");
      return;
    }
    String access = UUID.randomUUID().toString().replace("-", "");
    tokens.put(access, code);
    send(exchange, 200, """
        {"access_token": "%s", "id_token": "%s", "token_type": "bearer"}
        """.formatted(access, idToken(code)));
  }

  private void validate(HttpExchange exchange) throws IOException {
    String sent = exchange.getRequestHeaders().getFirst("Authorization");
    var code = tokens.get(sent.replaceFirst("^OAuth ", ""));
    if (code == null) {
      send(exchange, 401, "{}");
      return;
    }
    send(exchange, 200, """
        {"client_id": "%s", "login": "%s", "user_id": "%s"}
        """.formatted(
            CLIENT, code.login, checkedNumber.isEmpty() ? code.number : checkedNumber));
  }

  private String idToken(Code code) {
    var now = Instant.now();
    var set = claims
        .apply(new JWTClaimsSet.Builder()
            .issuer(issuer())
            .audience(CLIENT)
            .subject(code.number)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(900)))
            .claim("nonce", code.asked.get("nonce"))
            .claim("preferred_username", "Somebody"))
        .build();
    try {
      if (signing == Signing.NOT_AT_ALL) {
        return new PlainJWT(set).serialize();
      }
      if (signing == Signing.WITH_THE_CLIENT_SECRET) {
        var signed = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), set);
        signed.sign(new MACSigner(SECRET));
        return signed.serialize();
      }
      var signed = new SignedJWT(
          new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), set);
      signed.sign(new RSASSASigner(signing == Signing.RIGHTLY ? key : newKey()));
      return signed.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RSAKey newKey() {
    try {
      return new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hash(String verifier) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(MessageDigest.getInstance("SHA-256")
              .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The parameters of a query or a form. */
  static Map<String, String> form(String text) {
    return Query.create(text).toMap();
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
