package dev.chatsway.http;

import akka.http.javadsl.model.AttributeKey;
import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.RemoteAddress;
import java.net.InetAddress;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down each change that was made: who, what, from where. It goes to the logger {@code chatsway.audit} with the same three
 * as key and value. Ids stand there by their first eight characters, tokens not at all.
 */
public final class AuditLog {

  /** Set by whatever proved who asks: {@code admin}, {@code owner}, {@code control} or {@code deck}. */
  public static final AttributeKey<String> WHO = AttributeKey.create("audit-who", String.class);

  /** What more is to be said of a change: the session where the path does not name it, the names of fields. */
  public static final AttributeKey<String> DETAIL =
      AttributeKey.create("audit-detail", String.class);

  private static final Logger LOG = LoggerFactory.getLogger("chatsway.audit");
  private static final Pattern UUID_IN_PATH =
      Pattern.compile("([0-9a-fA-F]{8})-[0-9a-fA-F]{4}-[0-9a-fA-F-]{22}");
  private static final Pattern TOKEN_IN_PATH = Pattern.compile("(?<=/)[^/]{20,}(?=/|$)");

  private AuditLog() {}

  /** An id as it may be logged. */
  public static String shortId(Object uuid) {
    return uuid.toString().substring(0, 8) + "…";
  }

  /** Notes what a request has changed, if it has. */
  static void note(HttpRequest request, HttpResponse response, InetAddress client) {
    boolean changes = !request.method().equals(HttpMethods.GET)
        && response.status().isSuccess()
        && !request.getUri().getPathString().endsWith("/explain");
    if (changes) {
      response
          .getAttribute(WHO)
          .ifPresent(who -> note(
              who,
              request.method().value() + " " + redacted(request.getUri().getPathString())
                  + response.getAttribute(DETAIL).map(detail -> " " + detail).orElse(""),
              client.getHostAddress()));
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
