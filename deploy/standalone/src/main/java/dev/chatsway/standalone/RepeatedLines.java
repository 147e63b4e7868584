package dev.chatsway.standalone;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * Lets a line of log through ten times a minute at most, whatever is filled into it, so that what fails thousands of times a
 * second does not fill the disk. How many were left out is said with the next that comes through. Debug lines and the audit are
 * never left out.
 */
final class RepeatedLines extends Filter<ILoggingEvent> {

  private static final int A_MINUTE = 10;
  private static final long MINUTE_MILLIS = 60_000;
  private static final int REMEMBERED =
      1_000; // a program has fewer; a library may put values into its texts

  private static final class Window {
    private long since;
    private long seen;
  }

  // appenders of the console ask from any thread
  private final Map<String, Window> windows = new HashMap<>();

  @Override
  public FilterReply decide(ILoggingEvent event) {
    boolean counts = event.getLevel().isGreaterOrEqual(Level.INFO)
        && !event.getLoggerName().equals(AuditFile.LOGGER)
        && !event.getLoggerName().equals(RepeatedLines.class.getName());
    if (!counts) {
      return FilterReply.NEUTRAL;
    }
    long leftOut;
    synchronized (windows) {
      if (windows.size() > REMEMBERED) {
        windows.clear();
      }
      var window = windows.computeIfAbsent(
          event.getLoggerName() + " " + event.getMessage(), added -> new Window());
      leftOut = 0;
      if (event.getTimeStamp() - window.since >= MINUTE_MILLIS) {
        leftOut = window.seen - A_MINUTE;
        window.since = event.getTimeStamp();
        window.seen = 0;
      }
      window.seen++;
      if (window.seen > A_MINUTE) {
        return FilterReply.DENY;
      }
    }
    if (leftOut > 0) {
      LoggerFactory.getLogger(RepeatedLines.class)
          .warn("{} lines like the next one were suppressed", leftOut);
    }
    return FilterReply.NEUTRAL;
  }
}
