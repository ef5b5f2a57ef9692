package io.trunkline.core.dynamo;

import io.trunkline.core.usage.Usage;
import io.trunkline.core.usage.UsageTab;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/**
 * Asks DynamoDB what each request consumed, indexes included, and notes it on the tab of the work that sent it. A
 * request that fails says nothing, and its units are not counted.
 */
public final class MeteredRequests implements ExecutionInterceptor {
    private static final ExecutionAttribute<UsageTab> TAB = new ExecutionAttribute<>("trunkline.tab");
    private static final ReturnConsumedCapacity TOTAL = ReturnConsumedCapacity.TOTAL;

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        // the SDK may end the request on a thread of its own
        UsageTab.current().ifPresent(tab -> attributes.putAttribute(TAB, tab));
    }

    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
        return switch (context.request()) {
            case PutItemRequest put -> put.copy(copy -> copy.returnConsumedCapacity(TOTAL));
            case GetItemRequest get -> get.copy(copy -> copy.returnConsumedCapacity(TOTAL));
            case DeleteItemRequest delete -> delete.copy(copy -> copy.returnConsumedCapacity(TOTAL));
            case UpdateItemRequest update -> update.copy(copy -> copy.returnConsumedCapacity(TOTAL));
            case QueryRequest query -> query.copy(copy -> copy.returnConsumedCapacity(TOTAL));
            case BatchGetItemRequest batch -> batch.copy(copy -> copy.returnConsumedCapacity(TOTAL));
            case BatchWriteItemRequest batch -> batch.copy(copy -> copy.returnConsumedCapacity(TOTAL));
            case TransactWriteItemsRequest transaction -> transaction.copy(copy -> copy.returnConsumedCapacity(TOTAL));
            case SdkRequest other -> other;
        };
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        UsageTab tab = attributes.getAttribute(TAB);
        if (tab != null) {
            tab.add(consumed(context.response()));
        }
    }

    private static Usage consumed(Object response) {
        return switch (response) {
            case GetItemResponse get -> read(Stream.ofNullable(get.consumedCapacity()));
            case QueryResponse query -> read(Stream.ofNullable(query.consumedCapacity()));
            case BatchGetItemResponse batch -> read(batch.consumedCapacity().stream());
            case PutItemResponse put -> written(Stream.ofNullable(put.consumedCapacity()));
            case DeleteItemResponse delete -> written(Stream.ofNullable(delete.consumedCapacity()));
            case UpdateItemResponse update -> written(Stream.ofNullable(update.consumedCapacity()));
            case BatchWriteItemResponse batch -> written(batch.consumedCapacity().stream());
            case TransactWriteItemsResponse transaction -> written(transaction.consumedCapacity().stream());
            case Object _ -> Usage.NONE;
        };
    }

    private static Usage read(Stream<ConsumedCapacity> consumed) {
        return Usage.stored(units(consumed), 0);
    }

    private static Usage written(Stream<ConsumedCapacity> consumed) {
        return Usage.stored(0, units(consumed));
    }

    private static double units(Stream<ConsumedCapacity> consumed) {
        return consumed.mapToDouble(ConsumedCapacity::capacityUnits).sum();
    }
}
