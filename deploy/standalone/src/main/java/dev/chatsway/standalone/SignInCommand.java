package dev.chatsway.standalone;

import dev.chatsway.standalone.api.ApiException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./chatsway sign-in}: a new link that signs in to the studio of a running server. */
@Command(
    name = "sign-in",
    description =
        "Prints a new link that signs in to the studio of the running server as its admin, once, within an hour. Behind a"
            + " load balancer it is valid only on the instance that was asked.",
    mixinStandardHelpOptions = true)
public final class SignInCommand implements ChatswayCommand {

  @Mixin
  private RunningServer server = new RunningServer();

  @Override
  public Integer call() throws StartFailure, ApiException, InterruptedException {
    System.out.println(server.studio() + "#sign-in=" + server.api().signInCode());
    return 0;
  }
}
