package dev.chatsway.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.Optional;

/** By which address other devices in the local network reach this machine. */
final class LocalNetwork {

  /** Of a network that is there for examples alone (RFC 5737): only the route to it is looked up, nothing is sent. */
  private static final InetSocketAddress ELSEWHERE = new InetSocketAddress("192.0.2.1", 9);

  private LocalNetwork() {}

  /**
   * What the URLs of a server begin with for those devices. Empty if it listens on one address only, if its {@code PUBLIC_URL}
   * says where it is reached, or if this machine is in no network.
   */
  static String url(StandaloneSettings settings, int port) {
    return settings.isOnEveryAddress() && settings.publicUrl().isEmpty()
        ? address().map(address -> Server.url(address.getHostAddress(), port)).orElse("")
        : "";
  }

  /** The address of the usual way out, unless that is a tunnel; else that of any network which is up. */
  private static Optional<InetAddress> address() {
    try (var socket = new DatagramSocket()) {
      socket.connect(ELSEWHERE);
      var routed = Optional.of(socket.getLocalAddress()).filter(LocalNetwork::isOfANetwork);
      return routed.isPresent()
          ? routed
          : NetworkInterface.networkInterfaces()
              .flatMap(NetworkInterface::inetAddresses)
              .filter(LocalNetwork::isOfANetwork)
              .findFirst();
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty();
    }
  }

  private static boolean isOfANetwork(InetAddress address) {
    try {
      var at = NetworkInterface.getByInetAddress(address);
      return address instanceof Inet4Address
          && !address.isLinkLocalAddress()
          && at != null
          && at.isUp()
          && !at.isLoopback()
          && !at.isPointToPoint();
    } catch (IOException e) {
      return false;
    }
  }
}
