package io.trunkline.infra.cost;

import io.trunkline.core.schema.EnvironmentVariable;
import io.trunkline.core.schema.FunctionLayout;
import io.trunkline.core.schema.QueueLayout;
import io.trunkline.core.schema.Schedules;
import java.util.ArrayList;
import java.util.List;

/** What runs when nobody waits, and what is paid for it where nothing happens: sweep, queue and event bus. */
final class BackgroundCost {
    private static final double MILLION = 1_000_000;

    /** Pollers that Lambda keeps at an idle queue. */
    private static final double POLLERS = 5;

    /** Of a queued delivery: put in, taken, taken out. */
    private static final double REQUESTS_A_MESSAGE = 3;

    /** A run that has little to do: state, pages, the gateway asked about a sample of 200. */
    private static final double SWEEP_SECONDS = 0.5;

    /** Rows that a run reads a second beyond that, one page after another. */
    private static final double SWEPT_A_SECOND = 20_000;

    /** Posts a second of one fan-out invocation. */
    private static final double POSTS_A_SECOND = 500;

    private static final double SUBSCRIPTIONS_OF_ONE = 8;

    /** A step whose pass is dearer than this part of a run's budget is begun every ten minutes only. */
    private static final double CHEAP = 0.05;

    private static final double DEAR_PASSES_AN_HOUR = 6;

    private final Prices prices;
    private final StatedUnits units;

    BackgroundCost(Prices prices, StatedUnits units) {
        this.prices = prices;
        this.units = units;
    }

    List<CostItem> month(Traffic traffic) {
        List<CostItem> items = new ArrayList<>();
        sweep(traffic, items);
        queue(traffic, items);
        if (traffic.eventBus()) {
            double events = 2 * traffic.connects() + traffic.messages() + traffic.publishes();
            items.add(CostModel.item(
                    "EventBridge events",
                    events,
                    "events",
                    prices.of("eventbridge.million-events") / MILLION,
                    "connects, disconnects, messages and publishes"));
        }
        return items;
    }

    private void sweep(Traffic traffic, List<CostItem> items) {
        double runs = Traffic.HOURS * 3600 / Schedules.SWEEP.toSeconds();
        double seconds = SWEEP_SECONDS + traffic.connections() / SWEPT_A_SECOND;
        items.add(CostModel.item(
                "Sweep: Lambda",
                runs * (seconds * FunctionLayout.SWEEP.memoryMegabytes() / 1024.0),
                "GB-s",
                prices.of("lambda.gb-second"),
                "a run every " + Schedules.SWEEP.toSeconds() + " s; its requests come to a cent"));
        double budget = number(EnvironmentVariable.TRUNKLINE_SWEEP_READ_UNITS);
        double connections = traffic.connections() / 100 * units.of("sweep 100 connections");
        double subscriptions =
                traffic.connections() * SUBSCRIPTIONS_OF_ONE / 1000 * units.of("sweep 1,000 subscriptions");
        double passes = subscriptions <= CHEAP * budget ? runs : DEAR_PASSES_AN_HOUR * Traffic.HOURS;
        double read = Math.min(runs * budget, runs * connections + passes * subscriptions);
        items.add(CostModel.item(
                "Sweep: DynamoDB reads",
                read,
                "units",
                prices.of("dynamodb.million-read-units") / MILLION,
                "every connection each run, every subscription each run or each ten minutes"));
        items.add(CostModel.item(
                "Sweep: DynamoDB writes",
                runs * (units.of("begin a sweep") + units.of("end a sweep")),
                "units",
                prices.of("dynamodb.million-write-units") / MILLION,
                "its lease and its places"));
    }

    private void queue(Traffic traffic, List<CostItem> items) {
        double idle = POLLERS * Traffic.HOURS * 3600 / QueueLayout.LONG_POLL.toSeconds();
        double left = Math.max(0, traffic.recipients() - number(EnvironmentVariable.TRUNKLINE_FANOUT_IN_PROCESS));
        double perMessage = number(EnvironmentVariable.TRUNKLINE_FANOUT_PER_MESSAGE);
        double events = traffic.messages() + traffic.publishes();
        items.add(CostModel.item(
                "SQS requests",
                idle + events * Math.ceil(left / perMessage) * REQUESTS_A_MESSAGE,
                "requests",
                prices.of("sqs.million-requests") / MILLION,
                "Lambda's pollers at an idle queue; three for each " + (long) perMessage + " connections queued"));
        if (left > 0) {
            items.add(CostModel.item(
                    "Fan-out function",
                    events * left / POSTS_A_SECOND * FunctionLayout.FANOUT.memoryMegabytes() / 1024.0,
                    "GB-s",
                    prices.of("lambda.gb-second"),
                    "at " + (long) POSTS_A_SECOND + " posts a second"));
        }
    }

    private static double number(EnvironmentVariable variable) {
        return Double.parseDouble(variable.defaultValue().orElseThrow());
    }
}
