package io.trunkline.lambda.logging;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.JsonEscapeUtil;
import io.trunkline.core.usage.UsageTab;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object a line, with the ids of the invocation that the line belongs to as fields of their own: they follow
 * the work to the threads that it starts, which logback's own context, a ThreadLocal, does not.
 */
public final class JsonLines extends JsonEncoder {
    public JsonLines() {
        setWithSequenceNumber(false);
        setWithNanoseconds(false);
        setWithContext(false);
        setWithMessage(false);
        setWithArguments(false);
        setWithFormattedMessage(true);
    }

    @Override
    protected void appendMDC(StringBuilder line, ILoggingEvent event) {
        UsageTab.current().ifPresent(tab -> tab.labels().forEach((name, id) -> {
            line.append(',');
            appenderMember(line, name, escaped(id));
        }));
    }

    private static @Nullable String escaped(String id) {
        return JsonEscapeUtil.jsonEscapeString(id);
    }
}
