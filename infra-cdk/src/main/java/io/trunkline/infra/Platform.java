package io.trunkline.infra;

import io.trunkline.infra.config.LambdaCode;
import io.trunkline.infra.config.StageConfig;
import io.trunkline.infra.stack.AccountStack;
import io.trunkline.infra.stack.DataStack;
import io.trunkline.infra.stack.FanOutStack;
import io.trunkline.infra.stack.HttpApiStack;
import io.trunkline.infra.stack.ObservabilityStack;
import io.trunkline.infra.stack.RealtimeStack;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.TagProps;
import software.amazon.awscdk.Tags;

/** The stacks of one stage. */
public final class Platform {
    /** The context key by which the CDK's own check of a stack's size is set; CloudFormation ends at 500. */
    public static final String RESOURCE_LIMIT_KEY = "@aws-cdk/core:stackResourceLimit";

    /** Synth fails above this, so that there is room to split a stack before CloudFormation refuses it. */
    public static final int RESOURCE_LIMIT = 450;

    private final List<Stack> stacks;

    /**
     * An app whose stacks are held to {@link #RESOURCE_LIMIT}.
     *
     * @param out where its templates go
     */
    public static App app(Path out, Map<String, ?> context) {
        Map<String, Object> all = new HashMap<>(context);
        all.put(RESOURCE_LIMIT_KEY, RESOURCE_LIMIT);
        return new App(AppProps.builder()
                .outdir(out.toString())
                .context(all)
                .analyticsReporting(false)
                .build());
    }

    /**
     * Adds the stacks of {@code config} to {@code app}.
     *
     * @param zip platform-lambda's package; throws {@link IllegalStateException} where it is missing
     */
    public Platform(App app, StageConfig config, Path zip) {
        LambdaCode code = LambdaCode.at(zip);
        DataStack data = new DataStack(app, config);
        RealtimeStack realtime = new RealtimeStack(app, config, data, code);
        HttpApiStack http = new HttpApiStack(app, config, data, realtime, code);
        FanOutStack fanOut = new FanOutStack(app, config, data, realtime, code);
        ObservabilityStack observability = new ObservabilityStack(app, config, realtime, http, fanOut);
        stacks = List.of(data, realtime, http, fanOut, observability);
        for (Stack stack : stacks) {
            tag(stack, "trunkline:ecosystem", config.ecosystem());
            tag(stack, "trunkline:stage", config.stage().text());
        }
    }

    private static void tag(Stack stack, String name, String value) {
        // not every Region's CloudFormation knows tags of dashboards yet
        TagProps where = TagProps.builder()
                .excludeResourceTypes(List.of("AWS::CloudWatch::Dashboard"))
                .build();
        Tags.of(stack).add(name, value, where);
    }

    /** Adds what is there once an account and Region, whatever the stages. */
    public static Stack account(App app) {
        return new AccountStack(app);
    }

    public List<Stack> stacks() {
        return stacks;
    }
}
