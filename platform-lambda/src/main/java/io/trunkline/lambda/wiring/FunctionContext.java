package io.trunkline.lambda.wiring;

import io.micronaut.context.ApplicationContext;
import io.micronaut.function.aws.LambdaApplicationContextBuilder;

/** The one application context of a function's environment; started at the first use, which is Lambda's INIT. */
public final class FunctionContext {
    private FunctionContext() {}

    /**
     * A bean of the environment's context and all that it needs, made now and nothing else: the other functions' parts
     * would only lengthen the INIT. Throws where the wiring or the environment is wrong, which fails the INIT.
     */
    public static <T> T bean(Class<T> type) {
        return Lean.CONTEXT.getBean(type);
    }

    /** The context for what Micronaut runs within it: every singleton is made now, so that no request pays for it. */
    public static ApplicationContext whole() {
        return Whole.CONTEXT;
    }

    private static ApplicationContext start(boolean everySingleton) {
        return new LambdaApplicationContextBuilder()
                .eagerInitSingletons(everySingleton)
                .build()
                .start();
    }

    private static final class Lean {
        static final ApplicationContext CONTEXT = start(false);
    }

    private static final class Whole {
        static final ApplicationContext CONTEXT = start(true);
    }
}
