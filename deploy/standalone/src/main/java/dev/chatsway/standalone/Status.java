package dev.chatsway.standalone;

import dev.chatsway.standalone.api.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** {@code ./chatsway status}: the instances that run on the server's Redis, as a table. */
@Command(
    name = "status",
    description =
        "Lists the running instances: version, roles, clients, sessions and start time. Asks an"
            + " instance with the role gateway.",
    mixinStandardHelpOptions = true)
public final class Status implements ChatswayCommand {

  private static final List<String> COLUMNS =
      List.of("INSTANCE", "VERSION", "ROLES", "CLIENTS", "SESSIONS", "SINCE");

  @Mixin
  private RunningServer server = new RunningServer();

  @Override
  public Integer call() throws StartFailure, ApiException, InterruptedException {
    System.out.print(table(server.api().instances()));
    return 0;
  }

  /** Columns as wide as their widest cell, two blanks apart. */
  static String table(JsonNode instances) {
    var rows = new ArrayList<>(List.of(COLUMNS));
    for (var instance : instances) {
      rows.add(List.of(
          instance.path("name").asString(),
          instance.path("version").asString(),
          String.join(
              ",", instance.path("roles").valueStream().map(JsonNode::asString).toList()),
          instance.path("clients").asString(),
          instance.path("sessions").asString(),
          instance.path("since").asString()));
    }
    var text = new StringBuilder();
    for (var row : rows) {
      for (int i = 0; i < COLUMNS.size(); i++) {
        int column = i;
        int width =
            rows.stream().mapToInt(each -> each.get(column).length()).max().orElseThrow();
        text.append(
            i == COLUMNS.size() - 1
                ? row.get(i) + "\n"
                : String.format(Locale.ROOT, "%-" + (width + 2) + "s", row.get(i)));
      }
    }
    return text.toString();
  }
}
