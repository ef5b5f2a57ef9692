package io.trunkline.core.testing;

import io.trunkline.core.hook.EventHook;
import io.trunkline.core.hook.HookEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Remembers what it was told. */
public final class ToldHook implements EventHook {
    private final List<HookEvent> told = new ArrayList<>();

    @Override
    public void tell(HookEvent event) {
        told.add(event);
    }

    @Override
    public int flush(Duration left) {
        return 0;
    }

    public List<HookEvent> told() {
        return told;
    }
}
