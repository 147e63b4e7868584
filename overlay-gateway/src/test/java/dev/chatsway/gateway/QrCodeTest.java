package dev.chatsway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.decoder.Decoder;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class QrCodeTest {

  private static final Pattern SIZE = Pattern.compile("viewBox=\"0 0 (\\d+) ");
  private static final Pattern MODULE = Pattern.compile("M(\\d+) (\\d+)h1v1h-1z");

  @Test
  void whatIsDrawnReadsAsTheUrlAndHasItsQuietZone() throws Exception {
    var url = "http://192.168.178.20:8790/control#Zb2-4kq8v9mN1xW7sT3uYp5rLd6eHfGc";
    var svg = QrCode.draw(url);
    var size = SIZE.matcher(svg);
    assertThat(size.find()).isTrue();
    int modules = Integer.parseInt(size.group(1)) - 8;

    var drawn = new BitMatrix(modules);
    MODULE
        .matcher(svg)
        .results()
        .forEach(module -> drawn.set(
            Integer.parseInt(module.group(1)) - 4, Integer.parseInt(module.group(2)) - 4));

    assertThat(new Decoder().decode(drawn).getText()).isEqualTo(url);
  }
}
