package dev.chatsway.bench;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a command has printed, a JSON object a line, and the status that it ended with. */
record Printed(int status, List<JsonNode> lines) {

  /** Runs the command in this process; what it prints is printed all the same. */
  static Printed by(Object command, String... arguments) {
    var bytes = new ByteArrayOutputStream();
    var out = System.out;
    int status;
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      status = new CommandLine(command).execute(arguments);
    } finally {
      System.setOut(out);
    }
    var lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
    lines.forEach(out::println);
    return new Printed(status, lines.stream().map(JsonMapper.shared()::readTree).toList());
  }
}
