package dev.chatsway.gateway;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.headers.RawHeader;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.nio.charset.StandardCharsets;

/** A URL as a QR code, for a phone's camera. */
final class QrCode {

  /** Modules of light around it, as ISO/IEC 18004 wants them. */
  private static final int QUIET = 4;

  private QrCode() {}

  /** A picture of dark modules on white, whatever the page's colours; not to be kept, since the URL may hold a token. */
  static HttpResponse svg(String url) {
    return HttpResponse.create()
        .withEntity(
            MediaTypes.IMAGE_SVG_XML.toContentType(), draw(url).getBytes(StandardCharsets.UTF_8))
        .addHeader(RawHeader.create("Cache-Control", "no-store"));
  }

  static String draw(String url) {
    var modules = modules(url);
    int size = modules.getWidth() + 2 * QUIET;
    var svg = new StringBuilder(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" shape-rendering=\"crispEdges\" viewBox=\"0 0 ")
        .append(size)
        .append(' ')
        .append(size)
        .append("\"><path fill=\"#fff\" d=\"M0 0h")
        .append(size)
        .append('v')
        .append(size)
        .append("H0z\"/><path d=\"");
    for (int y = 0; y < modules.getHeight(); y++) {
      for (int x = 0; x < modules.getWidth(); x++) {
        if (modules.get(x, y) == 1) {
          svg.append('M').append(x + QUIET).append(' ').append(y + QUIET).append("h1v1h-1z");
        }
      }
    }
    return svg.append("\"/></svg>").toString();
  }

  private static ByteMatrix modules(String url) {
    try {
      return Encoder.encode(url, ErrorCorrectionLevel.M).getMatrix();
    } catch (WriterException e) {
      throw new IllegalArgumentException(
          "too long for a QR code: " + url.length() + " characters", e);
    }
  }
}
