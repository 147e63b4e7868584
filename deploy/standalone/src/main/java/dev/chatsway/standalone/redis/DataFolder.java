package dev.chatsway.standalone.redis;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The folder that outlives us: Redis's append-only file, its configuration and the admin token. It belongs to one process
 * at a time: the lock goes with the process, however that ends.
 */
public final class DataFolder implements AutoCloseable {

  private final Path path;
  private final FileChannel lock;

  private DataFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Makes the folder where it is missing, restricts it to its owner (mode 0700: what Redis writes there holds tokens), and takes
   * it for this process.
   *
   * @throws IOException with a sentence for a person: it cannot be made or written, or another process has it
   */
  public static DataFolder open(Path folder) throws IOException {
    try {
      if (!Files.isDirectory(folder)) { // or a link to one
        Files.createDirectories(folder);
      }
      if (PrivateFile.hasModes(folder)) {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      }
    } catch (IOException e) {
      throw new IOException(
          "the folder " + folder.toAbsolutePath()
              + " cannot be created, or restricted to its owner (" + e + ")",
          e);
    }
    var path = folder.toRealPath();
    FileChannel channel;
    try {
      channel = FileChannel.open(path.resolve("lock"), CREATE, READ, WRITE);
    } catch (IOException e) {
      throw new IOException("the folder " + path + " cannot be written to (" + e + ")", e);
    }
    if (!isLocked(channel)) {
      var holder = read(channel);
      channel.close();
      throw new IOException("the folder " + path + " is in use by another Chatsway"
          + (holder.isEmpty() ? "" : ", process " + holder));
    }
    channel.truncate(0);
    channel.write(
        ByteBuffer.wrap(
            Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)),
        0);
    return new DataFolder(path, channel);
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // held within this very process
    }
  }

  private static String read(FileChannel channel) throws IOException {
    var buffer = ByteBuffer.allocate(20);
    channel.read(buffer, 0);
    return new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII).strip();
  }

  /** Absolute, without symbolic links. */
  public Path path() {
    return path;
  }

  /** Where the admin token is kept, mode 0600. */
  public Path adminTokenFile() {
    return path.resolve("admin-token");
  }

  /** The token of the session API, made at the first call and the same ever after. */
  public String adminToken() throws IOException {
    if (!Files.exists(adminTokenFile())) {
      PrivateFile.write(adminTokenFile(), Secret.random() + "\n");
    }
    var token = Files.readString(adminTokenFile()).strip();
    if (token.isEmpty()) {
      throw new IOException("the admin token in " + adminTokenFile()
          + " is empty; delete the file to have a new one generated");
    }
    return token;
  }

  /** Lets the next process have it. */
  @Override
  public void close() throws IOException {
    lock.close();
  }
}
