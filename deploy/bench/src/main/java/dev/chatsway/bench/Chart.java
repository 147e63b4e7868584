package dev.chatsway.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Plots side by side in one SVG, on white: as readable on a dark page as on a light one. */
record Chart(List<Plot> plots) {

  private static final String STYLE = """
      <style>
      text { font-family: system-ui, "Segoe UI", Helvetica, Arial, sans-serif; fill: #24292f }
      .title { font-size: 15px; font-weight: 600 }
      .label { font-size: 12px }
      .tick { font-size: 11px; fill: #57606a }
      .grid { stroke: #e4e8ec; fill: none }
      .axis { stroke: #57606a; fill: none }
      .line { stroke-width: 2; fill: none }
      </style>
      """;

  void write(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, svg());
  }

  String svg() {
    int width = plots.size() * Plot.WIDTH;
    var svg = new StringBuilder()
        .append(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %1$s %2$s\" width=\"%1$s\" height=\"%2$s\" role=\"img\">\n"
                .formatted(width, Plot.HEIGHT))
        .append("<title>")
        .append(escaped(String.join("; ", plots.stream().map(Plot::title).toList())))
        .append("</title>\n")
        .append(STYLE)
        .append(
            "<rect x=\".5\" y=\".5\" width=\"%s\" height=\"%s\" rx=\"8\" fill=\"#fff\" stroke=\"#d0d7de\"/>\n"
                .formatted(width - 1, Plot.HEIGHT - 1));
    for (int i = 0; i < plots.size(); i++) {
      svg.append("<g transform=\"translate(%s 0)\">\n".formatted(i * Plot.WIDTH))
          .append(plots.get(i).svg())
          .append("</g>\n");
    }
    return svg.append("</svg>\n").toString();
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
