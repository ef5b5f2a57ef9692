package io.trunkline.core.wire.shipped;

import io.trunkline.core.wire.DialectRegistry;
import io.trunkline.core.wire.legacy.careconnect.CareConnectDialect;
import io.trunkline.core.wire.legacy.landinghub.LandinghubDialect;
import io.trunkline.core.wire.legacy.manufacturing27.Manufacturing27Dialect;
import io.trunkline.core.wire.legacy.wizz.CustomerDialect;
import io.trunkline.core.wire.legacy.wizz.DriverDialect;
import io.trunkline.core.wire.legacy.wizz.MerchantDialect;
import io.trunkline.core.wire.v1.V1BatchDialect;
import io.trunkline.core.wire.v1.V1Dialect;
import java.util.List;

/** Every wire format of this build: what doors and apps may name, and clients may offer as a subprotocol. */
public final class ShippedDialects {
    private ShippedDialects() {}

    /** A new registry of all of them. */
    public static DialectRegistry registry() {
        return new DialectRegistry(List.of(
                new V1Dialect(),
                new V1BatchDialect(),
                new Manufacturing27Dialect(),
                new LandinghubDialect(),
                new MerchantDialect(),
                new DriverDialect(),
                new CustomerDialect(),
                CareConnectDialect.realTime(),
                CareConnectDialect.calls()));
    }
}
