package dev.chatsway.session;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Follows sampled votes from the request that brings them to the frame that shows them. Thread-safe; never blocks. */
public interface Tracing extends AutoCloseable {

  /** Records nothing. */
  Tracing OFF = new Tracing() {
    @Override
    public boolean isOn() {
      return false;
    }

    @Override
    public Trace received(String name, long nanosAgo, Function<String, Optional<String>> header) {
      return Trace.NONE;
    }

    @Override
    public Trace sent(String name) {
      return Trace.NONE;
    }

    @Override
    public void shown(UUID session, long before, LiveState state, Frames frames) {}

    @Override
    public void close() {}
  };

  /** Whether anything is recorded; what prepares a record can be skipped if not. */
  boolean isOn();

  /**
   * Begins the trace of something received, or continues the sender's.
   *
   * @param name the kind of it; never a path, which may contain a token
   * @param nanosAgo how long ago it was received
   * @param header looks up a header of the request
   */
  Trace received(String name, long nanosAgo, Function<String, Optional<String>> header);

  /** Begins the trace of a request that is sent. */
  Trace sent(String name);

  /**
   * Notes that clients were sent a session's newest state for the first time here.
   *
   * @param before the revision that they were sent last
   */
  void shown(UUID session, long before, LiveState state, Frames frames);

  /** Sends what is recorded, for a second at most. */
  @Override
  void close();

  /**
   * The frames of one session.
   *
   * @param answerNanos from the tick to the answer of its read
   * @param offerNanos from the tick to the last frame's being offered
   * @param clients how many clients the session has here
   */
  record Frames(long answerNanos, long offerNanos, int clients) {}

  /** The trace of one request. Thread-safe. */
  interface Trace {

    /** Records nothing. */
    Trace NONE = new Trace() {
      @Override
      public void decided(UUID session, VoteResult result, long nanos) {}

      @Override
      public Map<String, String> headers() {
        return Map.of();
      }

      @Override
      public void end(int status) {}

      @Override
      public void end() {}
    };

    /** Notes the decision of one vote, which took {@code nanos} until now. */
    void decided(UUID session, VoteResult result, long nanos);

    /** The headers that hand the trace on. */
    Map<String, String> headers();

    /** Ends it with the status of the response; 0 if there is none, which is a failure. */
    void end(int status);

    /** Ends what has no response by nature, as a success. */
    void end();
  }
}
