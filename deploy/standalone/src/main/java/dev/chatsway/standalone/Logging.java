package dev.chatsway.standalone;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logging on standard error; standard output is for the lines that a person starts the program for. */
final class Logging {

  private Logging() {}

  /** From here on everything is logged so, and nothing else. */
  static void configure(LogSettings settings) {
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    var encoder = encoder(settings);
    encoder.setContext(context);
    encoder.start();
    var appender = new ConsoleAppender<ILoggingEvent>();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.addFilter(repeatedLines());
    appender.start();
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.addAppender(appender);
    root.setLevel(Level.toLevel(settings.level()));
    if (!root.isDebugEnabled()) {
      // what Akka, Jedis and Netty say of themselves on their way up and down is of no use to an
      // operator
      var quiet = root.isWarnEnabled() ? Level.WARN : Level.ERROR;
      context.getLogger("akka").setLevel(quiet);
      context.getLogger("redis.clients").setLevel(quiet);
      context.getLogger("io.netty").setLevel(quiet);
    }
  }

  /** Whether what is logged is one JSON object a line. */
  static boolean isJson() {
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    var appenders = context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders();
    return appenders.hasNext()
        && appenders.next() instanceof ConsoleAppender<?> console
        && console.getEncoder() instanceof JsonEncoder;
  }

  private static RepeatedLines repeatedLines() {
    var filter = new RepeatedLines();
    filter.start();
    return filter;
  }

  private static Encoder<ILoggingEvent> encoder(LogSettings settings) {
    if (settings.format().equals("json")) {
      var json = new JsonEncoder();
      json.setWithFormattedMessage(true);
      json.setWithMessage(false);
      json.setWithArguments(false);
      json.setWithContext(false);
      json.setWithSequenceNumber(false);
      json.setWithNanoseconds(false);
      return json;
    }
    var text = new PatternLayoutEncoder();
    text.setPattern("%d{HH:mm:ss.SSS} %-5level %logger{0}: %msg%n");
    return text;
  }
}
