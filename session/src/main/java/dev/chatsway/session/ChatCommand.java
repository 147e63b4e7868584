package dev.chatsway.session;

import dev.chatsway.session.RoundRequest.Words;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a moderator asks for in chat: {@code !bar open [question] [seconds]}, {@code !bar close} or {@code !bar reset}.
 *
 * @param kind what to do
 * @param round what to open; that of {@code OPEN} only means something
 */
public record ChatCommand(Kind kind, RoundRequest round) {

  /** What to do. */
  public enum Kind {
    OPEN,
    CLOSE,
    RESET;

    /** The word for it in chat. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final String PREFIX = "!bar ";

  /** Control characters, and the tags that chat clients put behind a line to write it twice. */
  private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Cc}\\x{E0000}-\\x{E0FFF}]+");

  private static final Pattern SECONDS = Pattern.compile("(?:(.*) )?(\\d{1,4})s?");

  /** Reads a line of chat; empty if it is no command. A question that is too long is cut. */
  public static Optional<ChatCommand> parse(String line) {
    var text = BLANKS.matcher(line).replaceAll(" ").strip();
    if (!text.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
      return Optional.empty();
    }
    var words = text.substring(PREFIX.length()).split(" ", 2);
    var rest = words.length == 2 ? words[1] : "";
    return switch (words[0].toLowerCase(Locale.ROOT)) {
      case "open" -> Optional.of(new ChatCommand(Kind.OPEN, round(rest)));
      case "close" -> rest.isEmpty() ? plain(Kind.CLOSE) : Optional.empty();
      case "reset" -> rest.isEmpty() ? plain(Kind.RESET) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<ChatCommand> plain(Kind kind) {
    return Optional.of(new ChatCommand(kind, round("")));
  }

  /** A number at the end that can be a timer is one. */
  private static RoundRequest round(String text) {
    var timer = SECONDS.matcher(text);
    if (timer.matches()) {
      int seconds = Integer.parseInt(timer.group(2));
      if (seconds >= 1 && seconds <= RoundRequest.LONGEST_ROUND) {
        return round(timer.group(1) == null ? "" : timer.group(1), seconds);
      }
    }
    return round(text, 0);
  }

  private static RoundRequest round(String question, int seconds) {
    int most = Math.min(
        SessionSettings.QUESTION_CHARACTERS, question.codePointCount(0, question.length()));
    var cut = question.substring(0, question.offsetByCodePoints(0, most));
    return new RoundRequest(
        new Words(cut.isEmpty() ? null : cut, null, null),
        seconds,
        RoundRequest.RESULT_SECONDS,
        0,
        0);
  }
}
