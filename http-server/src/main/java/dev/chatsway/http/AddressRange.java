package dev.chatsway.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A range of addresses with a common prefix (CIDR: RFC 4632, section 3.1, and RFC 4291, section 2.3).
 *
 * @param base an address in the range
 * @param bits the length of the prefix: 0 to 32, or to 128 for IPv6
 */
public record AddressRange(InetAddress base, int bits) {

  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
  private static final Pattern COMMA = Pattern.compile("[,\\s]+");

  /** Throws IllegalArgumentException if the address has fewer bits. */
  public AddressRange {
    if (bits < 0 || bits > base.getAddress().length * Byte.SIZE) {
      throw new IllegalArgumentException(bits + " bits of " + base.getHostAddress());
    }
  }

  /** Parses {@code 10.0.0.0/8} or {@code ::1}; throws IllegalArgumentException for anything else. */
  static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    String literal = slash < 0 ? text : text.substring(0, slash);
    InetAddress base = address(literal)
        .orElseThrow(() -> new IllegalArgumentException("\"" + text + "\" is not an address"));
    return new AddressRange(
        base,
        slash < 0
            ? base.getAddress().length * Byte.SIZE
            : Integer.parseInt(text.substring(slash + 1)));
  }

  /** Parses a comma-separated list; throws like {@link #parse}. */
  static List<AddressRange> list(String text) {
    return Stream.of(COMMA.split(text))
        .filter(each -> !each.isEmpty())
        .map(AddressRange::parse)
        .toList();
  }

  /** Parses a numeric address; never looks up a name. */
  static Optional<InetAddress> address(String literal) {
    try {
      return IPV4.matcher(literal).matches() || IPV6.matcher(literal).matches()
          ? Optional.of(InetAddress.getByName(literal))
          : Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /** Whether an address is in this range; one of the other IP version never is. */
  boolean contains(InetAddress address) {
    byte[] ours = base.getAddress();
    byte[] theirs = address.getAddress();
    int whole = bits / Byte.SIZE;
    int rest = bits % Byte.SIZE;
    return ours.length == theirs.length
        && Arrays.equals(ours, 0, whole, theirs, 0, whole)
        && (rest == 0 || ((ours[whole] ^ theirs[whole]) & 0xFF) >> (Byte.SIZE - rest) == 0);
  }

  /** Whether an address is in one of {@code ranges}. */
  static boolean anyContains(List<AddressRange> ranges, InetAddress address) {
    for (AddressRange range : ranges) {
      if (range.contains(address)) {
        return true;
      }
    }
    return false;
  }
}
