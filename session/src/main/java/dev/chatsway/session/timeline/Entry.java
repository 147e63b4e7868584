package dev.chatsway.session.timeline;

import dev.chatsway.session.Scale;
import dev.chatsway.session.VoteSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * One entry as chatsway.lua packs it: the events of a bucket, and the start of the curve after them.
 *
 * @param kind what it records; in the order of chatsway.lua
 * @param curve the law from the entry's last vote, or its event, on
 * @param sources where votes came from, including those that did not count
 * @param votesFor votes that counted
 * @param votesAgainst votes that counted
 */
public record Entry(
    Kind kind, Curve curve, Set<VoteSource> sources, int votesFor, int votesAgainst) {

  public static final int BUCKET_MILLIS = 10_000;

  /** ENTRY in chatsway.lua, in bytes. */
  private static final int BYTES = 26;

  /** Bit of an entry of scale {@code auto}, which builds without that scale skip as an unknown kind. */
  private static final int AUTO = 128;

  /** In the order of the numbers in chatsway.lua. */
  enum Kind {
    POINT,
    CREATED,
    RESET,
    PAUSE,
    RESUME,
    SETTINGS,
    ROUND_OPENED,
    ROUND_ENDED,
    ROUND_CLEARED,
    UNDO
  }

  /** All entries of a string, in order. Skips what a newer library has added. */
  public static List<Entry> unpack(byte[] packed) {
    var buffer = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
    var entries = new ArrayList<Entry>(packed.length / BYTES);
    while (buffer.remaining() >= BYTES) {
      int kindAndScale = Byte.toUnsignedInt(buffer.get());
      int kind = (kindAndScale & ~AUTO) / 2;
      var sources = sources(buffer.get());
      long bucket = Integer.toUnsignedLong(buffer.getInt());
      long at = bucket * BUCKET_MILLIS + Short.toUnsignedInt(buffer.getShort());
      int votesFor = unsigned24(buffer);
      int votesAgainst = unsigned24(buffer);
      var curve = new Curve(
          at, buffer.getFloat(), buffer.getFloat(), buffer.getFloat(), scale(kindAndScale));
      if (kind < Kind.values().length) {
        entries.add(new Entry(Kind.values()[kind], curve, sources, votesFor, votesAgainst));
      }
    }
    return entries;
  }

  private static Scale scale(int kindAndScale) {
    if ((kindAndScale & AUTO) != 0) {
      return Scale.AUTO;
    }
    return kindAndScale % 2 == 1 ? Scale.SHARE : Scale.SUM;
  }

  private static int unsigned24(ByteBuffer buffer) {
    return Short.toUnsignedInt(buffer.getShort()) | Byte.toUnsignedInt(buffer.get()) << 16;
  }

  private static Set<VoteSource> sources(byte bits) {
    var sources = EnumSet.noneOf(VoteSource.class);
    for (VoteSource source : VoteSource.values()) {
      if ((bits & source.bit()) != 0) {
        sources.add(source);
      }
    }
    return sources;
  }
}
