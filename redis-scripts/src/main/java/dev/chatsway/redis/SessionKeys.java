package dev.chatsway.redis;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one session, each encoded when it is asked for: a plan of many sessions needs few of them. All share the
 * {@link HashTags hash tag} of the session's bucket, so that in a cluster the sessions of a bucket are read in one call
 * (docs/interface.md, section 3).
 */
public final class SessionKeys {

  private final UUID id;
  private @Nullable String prefix; // of all keys, once one was asked for

  private SessionKeys(UUID id) {
    this.id = id;
  }

  /** The keys of the session with this id. */
  public static SessionKeys of(UUID id) {
    return new SessionKeys(id);
  }

  /** The session's id. */
  public UUID id() {
    return id;
  }

  /** The packed live state, or the tombstone. */
  public byte[] live() {
    return key("live", id.toString());
  }

  /** The record. */
  public byte[] session() {
    return key("session", id.toString());
  }

  /** Votes in the current window. */
  public byte[] rate() {
    return key("rate", id.toString());
  }

  /** The timeline of the last 12 hours, except the last bucket with votes. */
  public byte[] timeline() {
    return key("timeline", id.toString());
  }

  /** Votes of the 10 s in which the last one came. */
  public byte[] votesBucket() {
    return key("bucket", id.toString());
  }

  /** Results of rounds except the newest. */
  public byte[] rounds() {
    return key("rounds", id.toString());
  }

  /** The live state before the last reset. */
  public byte[] undo() {
    return key("undo", id.toString());
  }

  /** Where events are sent to. */
  public byte[] webhooks() {
    return key("webhooks", id.toString());
  }

  /** What is sent there. */
  public byte[] outbox() {
    return key("outbox", id.toString());
  }

  /** The debounce key of a voter, in the session's slot; {@code hash} is keyed and covers the session too. */
  public byte[] voter(String hash) {
    return key("voter", hash);
  }

  /** The key marking a message as answered, in the session's slot; {@code hash} is keyed and covers the session too. */
  public byte[] seen(String hash) {
    return key("seen", hash);
  }

  /** Returns the session's bucket: CRC32 of the id's text, mod 256. Must never change. */
  public static int bucket(UUID id) {
    var crc = new CRC32();
    crc.update(id.toString().getBytes(StandardCharsets.US_ASCII));
    return (int) (crc.getValue() % HashTags.BUCKETS);
  }

  private byte[] key(String kind, String name) {
    String start = prefix;
    if (start == null) {
      start = "chatsway:{" + HashTags.of(bucket(id)) + "}:";
      prefix = start;
    }
    return (start + kind + ":" + name).getBytes(StandardCharsets.US_ASCII);
  }
}
