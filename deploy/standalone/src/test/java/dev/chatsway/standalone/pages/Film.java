package dev.chatsway.standalone.pages;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;

/**
 * What a page shows from now on, as an animated PNG (APNG, <a href="https://www.w3.org/TR/png-3/">PNG third edition</a>): each
 * frame holds what differs from the one before, so that a page on which little moves stays small.
 */
final class Film implements AutoCloseable {

  private static final double LEAST_SECONDS = 1 / 12.0;
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final int RGBA = 6;

  private record Shot(double seconds, String png) {}

  private final CDPSession devTools;
  private final List<Shot> shots = new ArrayList<>();

  private Film(CDPSession devTools) {
    this.devTools = devTools;
  }

  /** Begins to film a page; its events are taken while the test waits for the page. */
  static Film of(Page page) {
    var film = new Film(page.context().newCDPSession(page));
    film.devTools.on("Page.screencastFrame", film::take);
    var parameters = new JsonObject();
    parameters.addProperty("format", "png");
    film.devTools.send("Page.startScreencast", parameters);
    return film;
  }

  private void take(JsonObject frame) {
    double seconds = frame.getAsJsonObject("metadata").get("timestamp").getAsDouble();
    if (shots.isEmpty() || seconds - shots.get(shots.size() - 1).seconds() >= LEAST_SECONDS) {
      shots.add(new Shot(seconds, frame.get("data").getAsString()));
    }
    var parameters = new JsonObject();
    parameters.add("sessionId", frame.get("sessionId"));
    devTools.send("Page.screencastFrameAck", parameters);
  }

  /** The frames of the first seconds, played for ever. */
  byte[] animation(int seconds) throws IOException {
    double end = shots.get(0).seconds() + seconds;
    shots.removeIf(shot -> shot.seconds() >= end);
    var bytes = new ByteArrayOutputStream();
    bytes.write(SIGNATURE);
    var previous = image(shots.get(0));
    int width = previous.getWidth();
    int height = previous.getHeight();
    chunk(
        bytes,
        "IHDR",
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(height)
            .put((byte) 8)
            .put((byte) RGBA)
            .array());
    chunk(bytes, "acTL", ByteBuffer.allocate(8).putInt(shots.size()).putInt(0).array());
    int sequence = 0;
    for (int i = 0; i < shots.size(); i++) {
      var image = image(shots.get(i));
      double next = i + 1 < shots.size() ? shots.get(i + 1).seconds() : end;
      short millis = (short) Math.round(1000 * (next - shots.get(i).seconds()));
      chunk(
          bytes,
          "fcTL",
          ByteBuffer.allocate(26)
              .putInt(sequence++)
              .putInt(width)
              .putInt(height)
              .putInt(0)
              .putInt(0)
              .putShort(millis)
              .putShort((short) 1000)
              .put((byte) 0) // leave it as it is afterwards
              .put((byte) 1) // and draw over it
              .array());
      byte[] data = data(i == 0 ? image : difference(previous, image));
      if (i == 0) {
        chunk(bytes, "IDAT", data);
      } else {
        chunk(
            bytes,
            "fdAT",
            ByteBuffer.allocate(4 + data.length).putInt(sequence++).put(data).array());
      }
      previous = image;
    }
    chunk(bytes, "IEND", new byte[0]);
    return bytes.toByteArray();
  }

  private static BufferedImage image(Shot shot) throws IOException {
    var read = ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(shot.png())));
    var image = new BufferedImage(read.getWidth(), read.getHeight(), BufferedImage.TYPE_INT_ARGB);
    var graphics = image.createGraphics();
    graphics.drawImage(read, 0, 0, null);
    graphics.dispose();
    return image;
  }

  /** The second image, transparent where it is as the first. */
  private static BufferedImage difference(BufferedImage first, BufferedImage second) {
    var difference =
        new BufferedImage(second.getWidth(), second.getHeight(), BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < second.getHeight(); y++) {
      for (int x = 0; x < second.getWidth(); x++) {
        int colour = second.getRGB(x, y);
        difference.setRGB(x, y, colour == first.getRGB(x, y) ? 0 : colour);
      }
    }
    return difference;
  }

  /** The compressed pixels of an image: all IDAT chunks of the PNG that the JDK makes of it. */
  private static byte[] data(BufferedImage image) throws IOException {
    var png = new ByteArrayOutputStream();
    var writer = ImageIO.getImageWritersByFormatName("png").next();
    var smallest = writer.getDefaultWriteParam();
    smallest.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    smallest.setCompressionQuality(0);
    try (var out = ImageIO.createImageOutputStream(png)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), smallest);
    }
    writer.dispose();
    var in = ByteBuffer.wrap(png.toByteArray(), SIGNATURE.length, png.size() - SIGNATURE.length);
    var data = new ByteArrayOutputStream();
    while (in.hasRemaining()) {
      var content = new byte[in.getInt()];
      var type = new byte[4];
      in.get(type).get(content);
      in.position(in.position() + Integer.BYTES); // its checksum
      if (new String(type, StandardCharsets.US_ASCII).equals("IDAT")) {
        data.write(content);
      }
    }
    return data.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream bytes, String type, byte[] content) {
    var sum = new CRC32();
    sum.update(type.getBytes(StandardCharsets.US_ASCII));
    sum.update(content);
    try (var out = new DataOutputStream(bytes)) {
      out.writeInt(content.length);
      out.writeBytes(type);
      out.write(content);
      out.writeInt((int) sum.getValue());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    devTools.send("Page.stopScreencast");
    devTools.detach();
  }
}
