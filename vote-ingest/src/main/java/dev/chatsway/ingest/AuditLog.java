package dev.chatsway.ingest;

import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.RemoteAddress;
import java.net.InetAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down what was changed from Twitch, as the gateway's Audit does for the rest: the same logger, the same keys. */
public final class AuditLog {

  private static final Logger LOG = LoggerFactory.getLogger("chatsway.audit");

  private AuditLog() {}

  /** Notes one change: who made it, what it is, and from which address it came. */
  public static void note(String who, String what, HttpRequest request) {
    var from = request
        .getAttribute(AttributeKeys.remoteAddress)
        .flatMap(RemoteAddress::getAddress)
        .map(InetAddress::getHostAddress)
        .orElse("unknown");
    LOG.atInfo()
        .addKeyValue("who", who)
        .addKeyValue("what", what)
        .addKeyValue("from", from)
        .log("{}: {} from {}", who, what, from);
  }
}
