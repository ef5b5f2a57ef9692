package io.trunkline.core.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SourceAddressTest {
    @Test
    void anIpv4AddressIsItself() {
        assertThat(SourceAddress.of("192.0.2.7")).map(SourceAddress::text).contains("192.0.2.7");
        assertThat(SourceAddress.of("192.0.2.8")).isNotEqualTo(SourceAddress.of("192.0.2.7"));
    }

    @Test
    void allAddressesOfOneIpv6NetworkAreOne() {
        assertThat(SourceAddress.of("2001:db8:0:1::7")).isEqualTo(SourceAddress.of("2001:db8:0:1:ffff:1:2:3"));
        assertThat(SourceAddress.of("2001:db8:0:2::7")).isNotEqualTo(SourceAddress.of("2001:db8:0:1::7"));
    }

    @Test
    void whatIsNoAddressIsNoneAndNoNameServiceIsAsked() {
        assertThat(SourceAddress.of("localhost")).isEmpty();
        assertThat(SourceAddress.of("")).isEmpty();
    }
}
