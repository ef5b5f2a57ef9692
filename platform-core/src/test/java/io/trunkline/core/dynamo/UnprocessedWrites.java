package io.trunkline.core.dynamo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * A throttled table, which DynamoDB Local never is: of each of the first {@code times} batches, the last
 * {@code leftOut} writes (all but one of a smaller batch) do not reach it and are answered as unprocessed.
 */
final class UnprocessedWrites implements ExecutionInterceptor {
    private static final ExecutionAttribute<Map<String, List<WriteRequest>>> LEFT =
            new ExecutionAttribute<>("io.trunkline.unprocessed");

    private final int leftOut;
    private int times;

    UnprocessedWrites(int leftOut, int times) {
        this.leftOut = leftOut;
        this.times = times;
    }

    @Override
    public synchronized SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
        if (!(context.request() instanceof BatchWriteItemRequest batch) || times == 0) {
            return context.request();
        }
        times--;
        Map.Entry<String, List<WriteRequest>> writes =
                batch.requestItems().entrySet().iterator().next();
        List<WriteRequest> all = new ArrayList<>(writes.getValue());
        // DynamoDB takes no empty batch; a lone write reaches the table, and is answered as undone all the same
        int done = Math.max(1, all.size() - leftOut);
        List<WriteRequest> left = all.size() == 1 ? all : all.subList(done, all.size());
        attributes.putAttribute(LEFT, Map.of(writes.getKey(), List.copyOf(left)));
        return batch.copy(copy -> copy.requestItems(Map.of(writes.getKey(), List.copyOf(all.subList(0, done)))));
    }

    @Override
    public SdkResponse modifyResponse(Context.ModifyResponse context, ExecutionAttributes attributes) {
        Map<String, List<WriteRequest>> left = attributes.getAttribute(LEFT);
        return left != null && context.response() instanceof BatchWriteItemResponse response
                ? response.copy(copy -> copy.unprocessedItems(left))
                : context.response();
    }
}
