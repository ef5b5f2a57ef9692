package io.trunkline.core.testing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/**
 * Notes what DynamoDB would put on the bill: each request that goes out, tries again included, and the units that it
 * says it consumed, indexes included. Register it with {@link LocalDynamoDb#client}.
 */
public final class CostMeter implements ExecutionInterceptor {
    /**
     * What some work cost.
     *
     * @param requests the operations by name, in order, one for each request sent
     * @param units read and write units together; no operation consumes both
     */
    public record Bill(List<String> requests, double units) {
        public Bill {
            requests = List.copyOf(requests);
        }
    }

    private final List<String> requests = new ArrayList<>();
    private double units;

    /** What {@code work} costs. Work of other threads meanwhile counts too. */
    public Bill of(Runnable work) {
        synchronized (this) {
            requests.clear();
            units = 0;
        }
        work.run();
        synchronized (this) {
            return new Bill(requests, units);
        }
    }

    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
        ReturnConsumedCapacity total = ReturnConsumedCapacity.TOTAL;
        return switch (context.request()) {
            case PutItemRequest put -> put.copy(copy -> copy.returnConsumedCapacity(total));
            case GetItemRequest get -> get.copy(copy -> copy.returnConsumedCapacity(total));
            case DeleteItemRequest delete -> delete.copy(copy -> copy.returnConsumedCapacity(total));
            case UpdateItemRequest update -> update.copy(copy -> copy.returnConsumedCapacity(total));
            case QueryRequest query -> query.copy(copy -> copy.returnConsumedCapacity(total));
            case ScanRequest scan -> scan.copy(copy -> copy.returnConsumedCapacity(total));
            case BatchGetItemRequest batch -> batch.copy(copy -> copy.returnConsumedCapacity(total));
            case BatchWriteItemRequest batch -> batch.copy(copy -> copy.returnConsumedCapacity(total));
            case TransactWriteItemsRequest transaction -> transaction.copy(copy -> copy.returnConsumedCapacity(total));
            case SdkRequest other -> other;
        };
    }

    @Override
    public synchronized void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        requests.add(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
    }

    @Override
    public synchronized void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        if (context.response() instanceof DynamoDbResponse response) {
            units += consumed(response)
                    .mapToDouble(ConsumedCapacity::capacityUnits)
                    .sum();
        }
    }

    /**
     * A write whose condition fails is billed by the size of the item that it met, one unit up to 1 KB (the developer
     * guide's page on read and write operations), and its answer does not say so.
     */
    @Override
    public synchronized void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
        if (context.exception() instanceof ConditionalCheckFailedException) {
            units += 1;
        }
    }

    private static Stream<ConsumedCapacity> consumed(DynamoDbResponse response) {
        return switch (response) {
            case PutItemResponse put -> Stream.ofNullable(put.consumedCapacity());
            case GetItemResponse get -> Stream.ofNullable(get.consumedCapacity());
            case DeleteItemResponse delete -> Stream.ofNullable(delete.consumedCapacity());
            case UpdateItemResponse update -> Stream.ofNullable(update.consumedCapacity());
            case QueryResponse query -> Stream.ofNullable(query.consumedCapacity());
            case ScanResponse scan -> Stream.ofNullable(scan.consumedCapacity());
            case BatchGetItemResponse batch ->
                Stream.of(batch.consumedCapacity()).flatMap(Collection::stream);
            case BatchWriteItemResponse batch ->
                Stream.of(batch.consumedCapacity()).flatMap(Collection::stream);
            case TransactWriteItemsResponse transaction ->
                Stream.of(transaction.consumedCapacity()).flatMap(Collection::stream);
            case DynamoDbResponse _ -> Stream.empty();
        };
    }
}
