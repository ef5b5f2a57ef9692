package io.trunkline.core.apikey;

import io.trunkline.routing.key.MalformedKeyException;
import io.trunkline.routing.key.TenantId;
import java.util.regex.Pattern;

/**
 * A key's public name, {@code wizz.4f0c9a1be27d5536}: its tenant and a serial. It is no secret; operators name a key by
 * it, and it stands in logs.
 *
 * @param serial 16 digits of lower-case hexadecimal, unique within the tenant
 */
public record ApiKeyId(TenantId tenant, String serial) {
    private static final Pattern SERIAL = Pattern.compile("[0-9a-f]{16}");

    /** Throws {@link MalformedKeyException} where {@code serial} is none. */
    public ApiKeyId {
        if (!SERIAL.matcher(serial).matches()) {
            throw new MalformedKeyException("an API key's id ends with 16 digits of hexadecimal");
        }
    }

    /** Reads {@link #toString}'s text; throws {@link MalformedKeyException} where it is none. */
    public static ApiKeyId parse(String text) {
        // a tenant's name may hold dots, a serial none
        int dot = text.lastIndexOf('.');
        if (dot < 0) {
            throw new MalformedKeyException("an API key's id is written tenant.serial");
        }
        return new ApiKeyId(new TenantId(text.substring(0, dot)), text.substring(dot + 1));
    }

    @Override
    public String toString() {
        return tenant + "." + serial;
    }
}
