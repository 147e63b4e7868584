package dev.chatsway.http;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The number of files that this process may open. Each connection is one; with none left, a connection cannot even be
 * answered 503.
 */
final class FileDescriptorLimit {

  private static final Logger LOG = LoggerFactory.getLogger(FileDescriptorLimit.class);

  /** A reserve besides the connections and the files that are already open. */
  static final int SPARE = 64;

  private FileDescriptorLimit() {}

  /** {@code most} connections, or fewer if there are not enough files; called once everything else is open. */
  static int most(int most) {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
      long left = system.getMaxFileDescriptorCount() - system.getOpenFileDescriptorCount() - SPARE;
      if (left < most) {
        var fewer = (int) Math.max(1, left);
        LOG.warn(
            "Limiting connections to {} instead of {} (chatsway.gateway.max-connections): this process may have {} files open (ulimit -n)",
            fewer,
            most,
            system.getMaxFileDescriptorCount());
        return fewer;
      }
    }
    return most;
  }
}
