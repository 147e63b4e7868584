package dev.chatsway.standalone;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.TimeBasedRollingPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;
import tools.jackson.databind.json.JsonMapper;

/**
 * The audit log in the data folder: one JSON object a line, a file a day, 30 days. Without a data folder what is audited goes
 * where everything is logged.
 */
final class AuditFile implements AutoCloseable {

  /** What Audit of the gateway and of the ingest write to. */
  static final String LOGGER = "chatsway.audit";

  private static final int DAYS = 30;

  private final Logger logger = (Logger) LoggerFactory.getLogger(LOGGER);
  private final RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();

  /**
   * From here on all that is audited is written below this folder.
   *
   * @throws IOException if it cannot be
   */
  static AuditFile open(Path folder) throws IOException {
    return new AuditFile(Files.createDirectories(folder.resolve("audit")));
  }

  private AuditFile(Path folder) {
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    var policy = new TimeBasedRollingPolicy<ILoggingEvent>();
    policy.setContext(context);
    policy.setParent(appender);
    policy.setFileNamePattern(folder + "/audit-%d{yyyy-MM-dd, UTC}.jsonl");
    policy.setMaxHistory(DAYS);
    policy.setCleanHistoryOnStart(true);
    policy.start();
    var encoder = new Lines();
    encoder.setContext(context);
    encoder.start();
    appender.setContext(context);
    appender.setRollingPolicy(policy);
    appender.setEncoder(encoder);
    appender.start();
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
    logger.addAppender(appender);
  }

  @Override
  public void close() {
    logger.detachAppender(appender);
    appender.stop();
  }

  /** The time and the event's own pairs; what is in the message is in them. */
  private static final class Lines extends EncoderBase<ILoggingEvent> {

    @Override
    public byte[] headerBytes() {
      return new byte[0];
    }

    @Override
    public byte[] footerBytes() {
      return new byte[0];
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
      var line =
          JsonMapper.shared().createObjectNode().put("at", event.getInstant().toString());
      List<KeyValuePair> pairs = event.getKeyValuePairs();
      if (pairs != null) {
        pairs.forEach(pair -> line.put(pair.key, String.valueOf(pair.value)));
      }
      return (line + "\n").getBytes(StandardCharsets.UTF_8);
    }
  }
}
