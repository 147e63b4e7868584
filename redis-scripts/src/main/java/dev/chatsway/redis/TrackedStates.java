package dev.chatsway.redis;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.HostAndPort;

/**
 * Live states that one connection has read and whose server has not named them as changed since (ADR 0017). Nothing here
 * is shown by itself: the server's next answer proves that what it has not named is still as it was. Not thread-safe.
 */
public final class TrackedStates {

  /** A state, for as long as its server vouches for it. */
  public static final class Entry {
    private final TrackedStates owner;
    private byte @Nullable [] state;
    private int used;

    private Entry(TrackedStates owner) {
      this.owner = owner;
    }

    /** Null once it was named as changed. */
    public byte @Nullable [] state() {
      return state;
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(TrackedStates.class);
  private static final int UUID_CHARACTERS = 36;

  /** After so many readings a session that none of them was about is forgotten. */
  private static final int FORGET_AFTER = 1_000;

  private final HostAndPort server;
  private final Map<UUID, Entry> entries = new HashMap<>();

  /** Named since the last {@link #remember}, which may be about an answer from before that. */
  private final Set<UUID> named = new HashSet<>();

  private boolean allNamed;
  private boolean tracked;
  private int reading;

  TrackedStates(HostAndPort server) {
    this.server = server;
  }

  /** A new connection is up and has read nothing; its server will not say what changes unless {@code isTracked}. */
  void connected(boolean isTracked) {
    if (!isTracked) {
      LOG.info("{} does not report changed keys: every tick reads every session", server);
    }
    changed(null);
    tracked = isTracked;
  }

  /** Keys were changed, deleted, expired or evicted; null stands for all of them. */
  public void changed(@Nullable List<?> keys) {
    if (keys == null) {
      entries.values().forEach(entry -> entry.state = null);
      entries.clear();
      allNamed = true;
      return;
    }
    for (Object key : keys) {
      byte[] name = (byte[]) key;
      int start = Math.max(0, name.length - UUID_CHARACTERS);
      UUID id =
          UUID.fromString(new String(name, start, name.length - start, StandardCharsets.US_ASCII));
      named.add(id);
      Entry entry = entries.remove(id);
      if (entry != null) {
        entry.state = null;
      }
    }
  }

  /** Starts a reading; forgets sessions that have not been read for long. */
  public void begin() {
    if (++reading % FORGET_AFTER == 0) {
      entries.values().removeIf(entry -> {
        boolean forgotten = reading - entry.used > FORGET_AFTER;
        if (forgotten) {
          entry.state = null; // nothing names it any longer
        }
        return forgotten;
      });
    }
  }

  /** The entry of a session whose state is known; null if it has to be read. */
  public @Nullable Entry find(SessionKeys session) {
    Entry entry = entries.get(session.id());
    return entry != null && uses(entry) ? entry : null;
  }

  /** Whether this connection still knows the state of an entry found before, which is then kept for longer. */
  public boolean uses(Entry entry) {
    if (entry.owner != this || entry.state == null) {
      return false;
    }
    entry.used = reading;
    return true;
  }

  /** Keeps the state that a session was read with, unless its server named it on the way. */
  public void remember(SessionKeys session, byte[] state) {
    UUID id = session.id();
    if (!tracked || allNamed || named.contains(id)) {
      return;
    }
    Entry entry = entries.computeIfAbsent(id, added -> new Entry(this));
    if (entry.state != null && !Arrays.equals(entry.state, state)) {
      LOG.warn("{} did not report a changed session: every tick reads every session", server);
      changed(null);
      tracked = false;
      return;
    }
    entry.state = state;
    entry.used = reading;
  }

  /** Every answer of a round trip was {@link #remember}ed. */
  public void remembered() {
    named.clear();
    allNamed = false;
  }
}
