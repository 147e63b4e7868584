package dev.chatsway.ingest;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What is written to the audit log while this is open. */
public final class RecordedAudit implements AutoCloseable {

  private final Logger audit = (Logger) LoggerFactory.getLogger("chatsway.audit");
  private final ListAppender<ILoggingEvent> written = new ListAppender<>();

  /** Begins to read along. */
  public RecordedAudit() {
    written.start();
    audit.setLevel(Level.INFO);
    audit.addAppender(written);
  }

  /** The lines so far. */
  public List<String> lines() {
    return written.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Override
  public void close() {
    audit.detachAppender(written);
  }
}
