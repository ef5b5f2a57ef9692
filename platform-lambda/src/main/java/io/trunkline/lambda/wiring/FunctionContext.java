package io.trunkline.lambda.wiring;

import io.micronaut.context.ApplicationContext;
import io.micronaut.function.aws.LambdaApplicationContextBuilder;

/** The one application context of a function's environment; started at the first use, which is Lambda's INIT. */
public final class FunctionContext {
    private FunctionContext() {}

    /**
     * A bean of the environment's context; throws where the wiring or the environment is wrong, which fails the INIT.
     */
    public static <T> T bean(Class<T> type) {
        return Holder.CONTEXT.getBean(type);
    }

    /** The context itself, for what Micronaut runs within it. */
    public static ApplicationContext context() {
        return Holder.CONTEXT;
    }

    private static final class Holder {
        // Micronaut's builder for Lambda makes every singleton here, so that no request pays for it
        static final ApplicationContext CONTEXT =
                new LambdaApplicationContextBuilder().build().start();
    }
}
