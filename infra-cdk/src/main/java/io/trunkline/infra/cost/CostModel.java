package io.trunkline.infra.cost;

import io.trunkline.core.schema.FunctionLayout;
import java.util.ArrayList;
import java.util.List;

/** A month's bill, item by item. Free tiers are left out: they end, or are used up by the rest of the account. */
public final class CostModel {
    private static final double MILLION = 1_000_000;
    private static final double METERED_KILOBYTES = 32;

    /** Bytes of a line of the access log and of what a function writes about one invocation. */
    private static final double LOGGED_BYTES = 300 + 500;

    /** From nothing to the first line of the handler, by SnapStart: AWS bills the run of a restored environment. */
    private static final double RESTORE_SECONDS = 0.5;

    private static final double REPLY_KILOBYTES = 0.2;

    /** An alarm is billed by the metrics in it; held to the template by a test. */
    static final int ALARM_METRICS = 39;

    /** Names that occur under the five functions, and under each tenant; docs/operations.md has them all. */
    private static final int METRICS_OF_THE_FUNCTIONS = 45;

    private static final int METRICS_OF_ONE_TENANT = 12;

    private final Prices prices;
    private final StatedUnits units;

    public CostModel(Prices prices, StatedUnits units) {
        this.prices = prices;
        this.units = units;
    }

    public List<CostItem> month(Traffic traffic) {
        List<CostItem> items = new ArrayList<>();
        double out = traffic.messages() * traffic.recipients() + traffic.publishes() * traffic.recipients();
        double parts = Math.ceil(traffic.kilobytes() / METERED_KILOBYTES);
        items.add(perMillion(
                "WebSocket connection minutes",
                traffic.connections() * Traffic.HOURS * 60,
                "minutes",
                "websocket.million-connection-minutes",
                "every open connection, idle or not"));
        items.add(perMillion(
                "WebSocket messages in",
                traffic.messages() * parts + traffic.pings(),
                "messages",
                "websocket.million-messages",
                "metered per 32 KB; JSON pings are messages"));
        items.add(perMillion(
                "WebSocket messages out",
                out * parts + traffic.messages() + traffic.pings(),
                "messages",
                "websocket.million-messages",
                "a post for each connection reached, and a reply for each message and ping"));
        if (traffic.publishes() > 0) {
            items.add(perMillion(
                    "HTTP API requests",
                    traffic.publishes(),
                    "requests",
                    "http.million-requests",
                    "backends' publishes"));
        }
        functions(traffic, items);
        tables(traffic, items);
        items.addAll(new BackgroundCost(prices, units).month(traffic));
        watching(traffic, items);
        double gigabytes =
                (out * traffic.kilobytes() + (traffic.messages() + traffic.pings()) * REPLY_KILOBYTES) / MILLION;
        items.add(item("Data out", gigabytes, "GB", prices.of("transfer.gb"), "to the internet"));
        return List.copyOf(items);
    }

    private void functions(Traffic traffic, List<CostItem> items) {
        double authorized = traffic.connects();
        double websocket = 2 * traffic.connects() + traffic.messages() + traffic.pings();
        double http = traffic.publishes();
        double invocations = authorized + websocket + http;
        double seconds = traffic.handler().toMillis() / 1000.0;
        double gigabytes = (authorized * gigabytes(FunctionLayout.AUTHORIZER)
                        + websocket * gigabytes(FunctionLayout.WEBSOCKET)
                        + http * gigabytes(FunctionLayout.HTTP))
                / Math.max(1, invocations);
        items.add(perMillion(
                "Lambda requests",
                invocations,
                "requests",
                "lambda.million-requests",
                "authorizer, connect and disconnect of each session; each message, ping and publish"));
        items.add(item(
                "Lambda duration",
                invocations * seconds * gigabytes,
                "GB-s",
                prices.of("lambda.gb-second"),
                traffic.handler().toMillis() + " ms a run"));
        items.add(item(
                "Lambda starts",
                invocations * traffic.cold() * RESTORE_SECONDS * gigabytes,
                "GB-s",
                prices.of("lambda.gb-second"),
                "environments that are restored; billed like a run"));
    }

    private static double gigabytes(FunctionLayout function) {
        return function.memoryMegabytes() / 1024.0;
    }

    private void tables(Traffic traffic, List<CostItem> items) {
        double written = units.of("save a connection")
                + units.of("join 7 automatic rooms")
                + units.of("remove a connection")
                + units.of("leave 7 rooms");
        double read = units.of("authorize, by `app=`") + units.of("find the rooms of a connection (7)");
        double page = units.of(
                traffic.recipients() > 10 ? "read a page of 100 subscribers" : "read a page of 10 subscribers");
        double pages = Math.max(1, Math.ceil(traffic.recipients() / 100));
        items.add(perMillion(
                "DynamoDB writes",
                traffic.connects() * written,
                "units",
                "dynamodb.million-write-units",
                (long) written + " a session of 7 rooms; a message writes nothing"));
        items.add(perMillion(
                "DynamoDB reads",
                traffic.connects() * read + (traffic.messages() + traffic.publishes()) * page * pages,
                "units",
                "dynamodb.million-read-units",
                read + " a session at most, " + page + " a page of a message's recipients"));
        double stored = traffic.connections() * (1.0 + 7 * 0.2) / MILLION;
        items.add(item(
                "DynamoDB storage",
                stored,
                "GB",
                prices.of("dynamodb.gb-month") + prices.of("dynamodb.recovery-gb-month"),
                "rows of open connections, with point-in-time recovery"));
    }

    private void watching(Traffic traffic, List<CostItem> items) {
        double requests = 3 * traffic.connects() + traffic.messages() + traffic.pings() + traffic.publishes();
        items.add(item(
                "Logs",
                requests * LOGGED_BYTES / 1e9,
                "GB",
                prices.of("logs.gb"),
                "access logs and the functions' own, " + (int) LOGGED_BYTES + " bytes a request"));
        items.add(item(
                "Metrics",
                METRICS_OF_THE_FUNCTIONS + traffic.tenants() * METRICS_OF_ONE_TENANT,
                "metrics",
                prices.of("metric.month"),
                METRICS_OF_THE_FUNCTIONS + " of the functions, " + METRICS_OF_ONE_TENANT + " a tenant"));
        items.add(item(
                "Alarms", ALARM_METRICS, "metrics", prices.of("alarm.month"), "a stage's, billed by what they watch"));
        items.add(item("Dashboard", 1, "dashboard", prices.of("dashboard.month"), "a stage's"));
    }

    private CostItem perMillion(String name, double quantity, String unit, String price, String why) {
        return new CostItem(name, quantity, unit, quantity / MILLION * prices.of(price), why);
    }

    static CostItem item(String name, double quantity, String unit, double price, String why) {
        return new CostItem(name, quantity, unit, quantity * price, why);
    }
}
