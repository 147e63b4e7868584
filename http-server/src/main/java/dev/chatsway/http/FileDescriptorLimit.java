package dev.chatsway.http;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that this process may have open. Each connection is one; once there are none left a connection cannot even be told
 * that it is one too many.
 */
final class FileDescriptorLimit {

  private static final Logger LOG = LoggerFactory.getLogger(FileDescriptorLimit.class);

  /** What may come to be needed beside the connections and what is open already. */
  static final int SPARE = 64;

  private FileDescriptorLimit() {}

  /** {@code most} connections, or fewer if there are not files enough: to be asked when what else is needed is open. */
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
