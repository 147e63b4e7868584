package dev.chatsway.http;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the address of the client. Anyone can send an {@code X-Forwarded-For}, so it is read from its right end, where
 * the nearest proxy appended the address that it saw, and only as far as each address is a proxy that the operator
 * trusts.
 */
final class ClientIpResolver {

  private static final String FORWARDED_FOR = "x-forwarded-for";
  private static final Pattern WITH_PORT =
      Pattern.compile("\\[([^\\]]+)\\](?::\\d+)?|(\\d[\\d.]+):\\d+");
  private static final Logger LOG = LoggerFactory.getLogger(ClientIpResolver.class);

  private final List<AddressRange> trusted;
  // asked by all connections; two, so that a stranger's header does not use up the warning about a
  // local proxy
  private final AtomicBoolean warnedOfLocal = new AtomicBoolean();
  private final AtomicBoolean warnedOfRemote = new AtomicBoolean();

  /**
   * The address of a client.
   *
   * @param isForwarded whether a proxy reported it, so that no one has connected from it to this server
   */
  record Client(InetAddress address, boolean isForwarded) {}

  /** Trusts the proxies in these ranges. */
  ClientIpResolver(List<AddressRange> trusted) {
    this.trusted = trusted;
  }

  /** Whether this address is a trusted proxy. */
  boolean isProxy(InetAddress address) {
    return AddressRange.anyContains(trusted, address);
  }

  /** The nearest address that is not a trusted proxy; {@code peer} if the header has none. */
  Client of(InetAddress peer, HttpRequest request) {
    if (!isProxy(peer)) {
      warnOnce(peer, request);
      return new Client(peer, false);
    }
    List<String> chain = new ArrayList<>();
    for (HttpHeader header : request.getHeaders()) {
      if (header.is(FORWARDED_FOR)) {
        chain.addAll(List.of(header.value().split(",", -1)));
      }
    }
    Client nearest = new Client(peer, false);
    for (int i = chain.size() - 1; i >= 0 && isProxy(nearest.address()); i--) {
      Optional<InetAddress> next = address(chain.get(i).strip());
      if (next.isEmpty()) {
        break;
      }
      nearest = new Client(next.get(), true);
    }
    return nearest;
  }

  private static Optional<InetAddress> address(String text) {
    Matcher port = WITH_PORT.matcher(text);
    if (!port.matches()) {
      return AddressRange.address(text);
    }
    return AddressRange.address(port.group(1) == null ? port.group(2) : port.group(1));
  }

  private void warnOnce(InetAddress peer, HttpRequest request) {
    boolean isLocal = peer.isLoopbackAddress();
    AtomicBoolean warned = isLocal ? warnedOfLocal : warnedOfRemote;
    if (!warned.get()
        && request.getHeader(FORWARDED_FOR).isPresent()
        && warned.compareAndSet(false, true)) {
      LOG.warn(
          "Ignoring X-Forwarded-For from {} that is not in chatsway.gateway.trusted-proxies (TRUSTED_PROXIES):"
              + " if it is your proxy, all its clients {}",
          isLocal ? "an address of this machine (" + peer.getHostAddress() + ")" : "an address",
          isLocal ? "have no limits per address" : "share the limits of one address");
    }
  }
}
