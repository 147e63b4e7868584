package dev.chatsway.standalone.redis;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A small text file that only its owner may read, never seen half written. */
public final class PrivateFile {

  private PrivateFile() {}

  /** Whether files there have modes; on Windows a file belongs to whom its folder does. */
  static boolean hasModes(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /** Puts {@code text} at {@code path}, mode 0600 from its first byte on, in place of what was there. */
  public static void write(Path path, String text) throws IOException {
    var next = path.resolveSibling(path.getFileName() + ".new");
    Files.deleteIfExists(next);
    if (hasModes(path)) {
      Files.createFile(
          next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Files.writeString(next, text);
    Files.move(next, path, ATOMIC_MOVE);
  }
}
