package dev.chatsway.http;

import akka.http.javadsl.model.AttributeKey;
import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.RemoteAddress;
import akka.http.javadsl.model.StatusCodes;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs each change and each refused token: who, what, from where. Entries go to the logger {@code chatsway.audit}, with
 * these three as key-value pairs. Ids appear by their first eight characters, tokens never. Refusals of one address are
 * limited to 100 at once and ten a minute, so that guessing cannot fill the disk.
 */
public final class AuditLog {

  /**
   * Set by the code that authenticated the request ({@code admin}, {@code owner}, {@code control}, {@code deck}, an account) or
   * refused its token ({@link #UNKNOWN}).
   */
  public static final AttributeKey<String> WHO = AttributeKey.create("audit-who", String.class);

  /** Details of a change: the session if the path does not name it, the names of fields. */
  public static final AttributeKey<String> DETAIL =
      AttributeKey.create("audit-detail", String.class);

  /** The actor of a request with an invalid token. */
  public static final String UNKNOWN = "unknown";

  /** How many refusals of one address are logged. */
  static final Rate REFUSALS = new Rate(100, 10);

  private static final Logger LOG = LoggerFactory.getLogger("chatsway.audit");
  private static final Pattern UUID_IN_PATH =
      Pattern.compile("([0-9a-fA-F]{8})-[0-9a-fA-F]{4}-[0-9a-fA-F-]{22}");
  private static final Pattern TOKEN_IN_PATH = Pattern.compile("(?<=/)[^/]{20,}(?=/|$)");

  private AuditLog() {}

  /** An id in the form in which it may be logged. */
  public static String shortId(Object uuid) {
    return uuid.toString().substring(0, 8) + "…";
  }

  /** Logs a request if it changed something, or if its token was refused and {@code refusals} has room for it. */
  static void note(
      HttpRequest request, HttpResponse response, InetAddress client, Buckets refusals) {
    Optional<String> who = response.getAttribute(WHO);
    if (who.isEmpty()) {
      return;
    }
    String path = request.getUri().getPathString();
    String what = request.method().value() + " " + redacted(path);
    boolean changes = !request.method().equals(HttpMethods.GET)
        && response.status().isSuccess()
        && !path.endsWith("/explain");
    if (changes) {
      String detail = response.getAttribute(DETAIL).map(each -> " " + each).orElse("");
      note(who.get(), what + detail, client.getHostAddress());
    } else if (response.status().equals(StatusCodes.UNAUTHORIZED)
        && refusals.take(Limiter.network(client)).isZero()) {
      note(who.get(), what + " refused", client.getHostAddress());
    }
  }

  /** Logs a change that was not made through the routes of the session API. */
  public static void note(String who, String what, HttpRequest request) {
    var from = request
        .getAttribute(AttributeKeys.remoteAddress)
        .flatMap(RemoteAddress::getAddress)
        .map(InetAddress::getHostAddress)
        .orElse("unknown");
    note(who, what, from);
  }

  /** Notes a change that somebody has asked for in chat: what they are there, and what it is. */
  public static void noteFromChat(String role, String what) {
    note(role, what, "chat");
  }

  private static void note(String who, String what, String from) {
    LOG.atInfo()
        .addKeyValue("who", who)
        .addKeyValue("what", what)
        .addKeyValue("from", from)
        .log("{}: {} from {}", who, what, from);
  }

  /** A path without secrets. */
  static String redacted(String path) {
    String ids = UUID_IN_PATH.matcher(path).replaceAll("$1…");
    return TOKEN_IN_PATH.matcher(ids).replaceAll("…");
  }
}
