package io.trunkline.core.apikey;

import io.trunkline.routing.key.TenantId;

/** The secret of each tenant by which the API seals the cursors that it gives out. */
public interface CursorKeyStore {
    /** The tenant's, of 32 bytes; made the first time that it is asked for, and the same for everybody from then on. */
    byte[] of(TenantId tenant);
}
