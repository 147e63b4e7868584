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
 * Live states that were read on one connection and that the server has not reported as changed since (ADR 0017). They
 * are not shown on their own: the server's next answer proves that those not reported are unchanged. Not thread-safe.
 */
public final class TrackedStates {

  /** A state, as long as it is known to be current. */
  public static final class Entry {
    private final TrackedStates owner;
    private byte @Nullable [] state;
    private int used;

    private Entry(TrackedStates owner) {
      this.owner = owner;
    }

    /** Null once it was reported as changed. */
    public byte @Nullable [] state() {
      return state;
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(TrackedStates.class);
  private static final int UUID_CHARACTERS = 36;

  /** A session that was not part of this many readings is dropped. */
  private static final int FORGET_AFTER = 1_000;

  private final HostAndPort server;
  private final Map<UUID, Entry> entries = new HashMap<>();

  /** Reported since the last {@link #remember}, which may concern an earlier answer. */
  private final Set<UUID> named = new HashSet<>();

  private boolean allNamed;
  private boolean tracked;
  private int reading;

  TrackedStates(HostAndPort server) {
    this.server = server;
  }

  /** A new connection is open and has read nothing; its server reports changes only if {@code isTracked}. */
  void connected(boolean isTracked) {
    if (!isTracked) {
      LOG.info("{} does not report changed keys: every tick reads every session", server);
    }
    changed(null);
    tracked = isTracked;
  }

  /** Keys were changed, deleted, expired or evicted; null means all keys. */
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

  /** Starts a reading; drops sessions that have not been read for a long time. */
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

  /** Keeps the state that was read for a session, unless the server reported it as changed meanwhile. */
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
