package io.trunkline.infra.stack;

import io.trunkline.core.schema.EnvironmentVariable;
import io.trunkline.core.schema.FunctionAccess;
import io.trunkline.core.schema.FunctionAccess.QueueUse;
import io.trunkline.core.schema.FunctionLayout;
import io.trunkline.core.schema.QueueLayout;
import io.trunkline.infra.config.StageConfig;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Stack;

/** The environment of the functions. */
final class Variables {
    private Variables() {}

    /** What every function of the stage gets, the queue's addresses where it uses that, and {@code own} of one. */
    static Map<String, String> of(
            Stack stack, FunctionLayout function, StageConfig config, Map<EnvironmentVariable, String> own) {
        Map<String, String> values = new TreeMap<>();
        EnvironmentVariable.of(config.tables()).forEach((variable, value) -> values.put(variable.name(), value));
        if (FunctionAccess.of(function).queues() != QueueUse.NONE) {
            // by their names, as the functions stand in stacks before the queue's
            QueueLayout queues = QueueLayout.of(config.tables());
            String server =
                    "https://sqs." + stack.getRegion() + "." + stack.getUrlSuffix() + "/" + stack.getAccount() + "/";
            values.put(EnvironmentVariable.TRUNKLINE_FANOUT_QUEUE_URL.name(), server + queues.fanOut());
            values.put(EnvironmentVariable.TRUNKLINE_FANOUT_DEAD_LETTERS_URL.name(), server + queues.deadLetters());
        }
        if (FunctionAccess.of(function).tellsEvents()) {
            config.eventBus().ifPresent(bus -> values.put(EnvironmentVariable.TRUNKLINE_EVENT_BUS.name(), bus));
        }
        own.forEach((variable, value) -> values.put(variable.name(), value));
        return values;
    }
}
