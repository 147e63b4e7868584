package dev.chatsway.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

final class MainTest {

  /** Registered in META-INF/services as a module of its own would. */
  @Command(name = "add")
  public static final class Add implements ChatswayCommand {

    @Parameters
    private int[] numbers = {};

    @Override
    public Integer call() {
      if (numbers.length == 0) {
        throw new IllegalStateException("nothing\nto add");
      }
      return Arrays.stream(numbers).sum();
    }
  }

  private final StringWriter err = new StringWriter();

  @Test
  void aCommandOfAnotherModuleIsFoundAndItsStatusReturned() {
    assertThat(execute("add", "3", "4")).isEqualTo(7);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void whatNobodyExpectedIsOneLineAndAFailure() {
    assertThat(execute("add")).isEqualTo(1);
    assertThat(err.toString())
        .isEqualTo("Chatsway: java.lang.IllegalStateException: nothing to add\n");
  }

  @Test
  void aCommandWithoutItsArgumentIsBadUsage() {
    assertThat(execute("inspect")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("Chatsway: Missing required parameter: 'SESSION_ID'\nUsage: chatsway inspect");
  }

  @Test
  void aComplaintAboutAKeyNamesItsVariable() {
    assertThat(Main.oneLine("chatsway.redis.read-from is \"both\"; allowed: primary, replica"))
        .isEqualTo(
            "REDIS_READ_FROM (chatsway.redis.read-from) is \"both\"; allowed: primary, replica");
  }

  @Test
  void aPasswordInAUrlIsNotPrinted() {
    assertThat(Main.oneLine("cannot use redis://user:hush@host:1/0"))
        .isEqualTo("cannot use redis://…@host:1/0");
  }

  private int execute(String... arguments) {
    return Main.commandLine().setErr(new PrintWriter(err, true)).execute(arguments);
  }
}
