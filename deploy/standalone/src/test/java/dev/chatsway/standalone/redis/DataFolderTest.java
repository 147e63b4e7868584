package dev.chatsway.standalone.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataFolderTest {

  @TempDir
  Path temp;

  @Test
  void aFolderThatWasThereIsClosedToOthersAndMayBeALink() throws Exception {
    var real = Files.createDirectory(
        temp.resolve("real"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    var link = Files.createSymbolicLink(temp.resolve("link"), real);

    try (var folder = DataFolder.open(link)) {
      assertThat(mode(folder.path())).isEqualTo("rwx------");
    }
  }

  @Test
  void theFolderAndTheTokenAreTheirOwnersOnly() throws IOException {
    try (var folder = DataFolder.open(temp.resolve("new/data"))) {
      folder.adminToken();

      assertThat(mode(folder.path())).isEqualTo("rwx------");
      assertThat(mode(folder.adminTokenFile())).isEqualTo("rw-------");
    }
  }

  @Test
  void theTokenStaysTheSame() throws IOException {
    String first;
    try (var folder = DataFolder.open(temp)) {
      first = folder.adminToken();
    }
    try (var folder = DataFolder.open(temp)) {
      assertThat(folder.adminToken()).isEqualTo(first).hasSize(43);
    }
  }

  @Test
  void twoFoldersHaveDifferentTokens() throws IOException {
    try (var one = DataFolder.open(temp.resolve("one"));
        var two = DataFolder.open(temp.resolve("two"))) {
      assertThat(one.adminToken()).isNotEqualTo(two.adminToken());
    }
  }

  @Test
  void anEmptyTokenFileIsNotAToken() throws IOException {
    try (var folder = DataFolder.open(temp)) {
      Files.writeString(folder.adminTokenFile(), "\n");

      assertThatThrownBy(folder::adminToken)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("admin-token is empty");
    }
  }

  @Test
  void aFolderInUseIsRefusedWithTheProcessThatHasIt() throws IOException {
    try (var folder = DataFolder.open(temp)) {
      assertThatThrownBy(() -> DataFolder.open(temp))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(folder.path() + " is in use by another Chatsway, process "
              + ProcessHandle.current().pid());
    }
    DataFolder.open(temp).close();
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws IOException {
    var file = Files.createFile(temp.resolve("file"));

    assertThatThrownBy(() -> DataFolder.open(file.resolve("data")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("file/data cannot be created");
  }

  static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
