package dev.chatsway.redis;

import dev.chatsway.session.VoteStatus;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An answer of the function library (docs/interface.md, section 3).
 *
 * @param value in [-100, 100]
 * @param libraryVersion the version of the library that answered
 * @param status the result of the call
 * @param revision grows with every write to the session
 * @param decayRate λ in 1/s
 * @param settingsRevision grows with settings and rotations
 * @param forTally decayed sum of the weights of votes for
 * @param againstTally decayed sum of the weights of votes against
 * @param rest the elements after the first eight: the record of {@code get_session}, the reason of an {@code invalid}
 */
public record Reply(
    double value,
    int libraryVersion,
    VoteStatus status,
    long revision,
    double decayRate,
    long settingsRevision,
    double forTally,
    double againstTally,
    List<Object> rest) {

  private static final int ELEMENTS = 8;

  /** Parses the array; throws {@link IllegalArgumentException} for any other reply. */
  public static Reply of(Object reply) {
    if (!(reply instanceof List<?> array) || array.size() < ELEMENTS) {
      throw new IllegalArgumentException("not an answer of the function library: " + reply);
    }
    return new Reply(
        number(array.get(0)),
        (int) number(array.get(1)),
        VoteStatus.of(text(array.get(2))),
        (long) number(array.get(3)),
        number(array.get(4)),
        (long) number(array.get(5)),
        number(array.get(6)),
        number(array.get(7)),
        List.copyOf(array.subList(ELEMENTS, array.size())));
  }

  /**
   * Whether a library older than this build's answered; it refused calls that it does not support, and has to be
   * replaced.
   */
  static boolean isOutdated(Object reply) {
    return reply instanceof List<?> array
        && array.size() >= ELEMENTS
        && array.get(1) instanceof Long version
        && version < FunctionLibrary.VERSION;
  }

  /** A bulk string as text. */
  public static String text(Object element) {
    return element instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.UTF_8)
        : String.valueOf(element);
  }

  /** Converts the reply of {@code TIME}, seconds and microseconds, to microseconds since 1970. */
  public static double micros(List<?> time) {
    return Double.parseDouble(text(time.get(0))) * 1e6 + Double.parseDouble(text(time.get(1)));
  }

  private static double number(Object element) {
    return element instanceof Long whole ? whole : Double.parseDouble(text(element));
  }
}
