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
 * Writes down each change that was made, and each token that was refused: who, what, from where. It goes to the logger
 * {@code chatsway.audit} with the same three as key and value. Ids stand there by their first eight characters, tokens not at
 * all. Refusals of one address beyond 100, and then ten a minute, are left out, so that guessing does not fill the disk.
 */
public final class AuditLog {

  /**
   * Set by whatever proved who asks, {@code admin}, {@code owner}, {@code control} or {@code deck}, or refused a token:
   * {@link #UNKNOWN}.
   */
  public static final AttributeKey<String> WHO = AttributeKey.create("audit-who", String.class);

  /** What more is to be said of a change: the session where the path does not name it, the names of fields. */
  public static final AttributeKey<String> DETAIL =
      AttributeKey.create("audit-detail", String.class);

  /** Who asks with a token that is not good. */
  public static final String UNKNOWN = "unknown";

  /** How many refusals of one address are written down. */
  static final Rate REFUSALS = new Rate(100, 10);

  private static final Logger LOG = LoggerFactory.getLogger("chatsway.audit");
  private static final Pattern UUID_IN_PATH =
      Pattern.compile("([0-9a-fA-F]{8})-[0-9a-fA-F]{4}-[0-9a-fA-F-]{22}");
  private static final Pattern TOKEN_IN_PATH = Pattern.compile("(?<=/)[^/]{20,}(?=/|$)");

  private AuditLog() {}

  /** An id as it may be logged. */
  public static String shortId(Object uuid) {
    return uuid.toString().substring(0, 8) + "…";
  }

  /** Notes what a request has changed, if it has, or that its token was refused and {@code refusals} has room for it. */
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

  /** Notes a change that was not asked for through the routes of the session API: who made it, and what it is. */
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
