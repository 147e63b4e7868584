package dev.chatsway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressRangeTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.255.255, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "10.1.2.3/8, 10.9.9.9, true",
    "192.168.4.0/22, 192.168.7.255, true",
    "192.168.4.0/22, 192.168.8.0, false",
    "1.2.3.4, 1.2.3.4, true",
    "1.2.3.4, 1.2.3.5, false",
    "0.0.0.0/0, 255.255.255.255, true",
    "0.0.0.0/0, ::1, false",
    "::/0, 2001:db8::1, true",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
    "::ffff:10.0.0.0/8, 10.1.1.1, true"
  })
  void containsWhatBeginsAlike(String range, String address, boolean contained) throws Exception {
    assertThat(AddressRange.parse(range).contains(InetAddress.getByName(address)))
        .isEqualTo(contained);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "example.com/8",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "::1/129",
        "10.0.0/8",
        "300.1.1.1",
        "1.2.3.4/",
        "1.2.3.4/x",
        "fade.bad",
        ":::"
      })
  void whatIsNoRangeIsRefusedAndNoNameIsLookedUp(String text) {
    assertThatThrownBy(() -> AddressRange.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aListHasCommasOrSpacesOrNothing() {
    assertThat(AddressRange.list(" 10.0.0.0/8,::1 1.2.3.4")).hasSize(3);
    assertThat(AddressRange.list("")).isEmpty();
  }
}
