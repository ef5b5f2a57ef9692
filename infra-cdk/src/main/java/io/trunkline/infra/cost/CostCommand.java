package io.trunkline.infra.cost;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./trunkline cost}: what a month costs. */
@Command(
        name = "cost",
        mixinStandardHelpOptions = true,
        description = "Prints what a month on AWS costs, item by item, without any free tier.",
        footer = {"", "Example:", "  ./trunkline cost --connections 1000 --messages-per-hour 10 --recipients 1"})
public final class CostCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--connections", required = true, description = "Open at any moment, on average, day and night.")
    private double connections;

    @Option(names = "--messages-per-hour", defaultValue = "0", description = "That each connection sends. Default: 0.")
    private double messages;

    @Option(
            names = "--recipients",
            defaultValue = "1",
            description = "Connections that each message reaches. Default: 1.")
    private double recipients;

    @Option(names = "--kilobytes", defaultValue = "1", description = "Of a message; metered per 32. Default: 1.")
    private double kilobytes;

    @Option(
            names = "--session-minutes",
            defaultValue = "60",
            description = "From connect to disconnect, at most 120. Default: 60.")
    private long session;

    @Option(
            names = "--pings-per-hour",
            defaultValue = "0",
            description = "JSON pings of each connection (120 for one every 30 s). Default: 0.")
    private double pings;

    @Option(names = "--publishes-per-hour", defaultValue = "0", description = "By backends, all together. Default: 0.")
    private double publishes;

    @Option(names = "--handler-ms", defaultValue = "40", description = "A function's run, on average. Default: 40.")
    private long handler;

    @Option(
            names = "--cold",
            defaultValue = "0.01",
            description = "Share of invocations that start an environment. Default: 0.01.")
    private double cold;

    @Option(names = "--tenants", defaultValue = "1", description = "Tenants, each with metrics. Default: 1.")
    private int tenants;

    @Option(names = "--event-bus", description = "A bus is told of connections and publishes.")
    private boolean eventBus;

    @Option(names = "--json", description = "For scripts.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Traffic traffic;
        try {
            traffic = new Traffic(
                    connections,
                    messages,
                    recipients,
                    kilobytes,
                    Duration.ofMinutes(session),
                    pings,
                    publishes,
                    Duration.ofMillis(handler),
                    cold,
                    tenants,
                    eventBus);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        Prices prices = Prices.read();
        List<CostItem> items = new CostModel(
                        prices,
                        StatedUnits.read(Path.of(System.getProperty("trunkline.root", ".."))
                                .resolve("docs/costs.md")))
                .month(traffic);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(asJson(prices, items));
        } else {
            print(out, prices, items);
        }
        return 0;
    }

    private static void print(PrintWriter out, Prices prices, List<CostItem> items) {
        for (CostItem item : items) {
            out.printf(
                    Locale.ROOT,
                    "%-30s %14s %-10s %9.2f $  %s%n",
                    item.name(),
                    String.format(Locale.ROOT, item.quantity() < 100 ? "%.2f" : "%,.0f", item.quantity()),
                    item.unit(),
                    item.dollars(),
                    item.why());
        }
        out.printf(Locale.ROOT, "%-30s %14s %-10s %9.2f $  a month%n", "Total", "", "", total(items));
        out.println("Prices of " + prices.asOf() + ", no free tier. Units of DynamoDB: docs/costs.md.");
    }

    private static String asJson(Prices prices, List<CostItem> items) {
        ObjectNode root = JsonMapper.builder().build().createObjectNode();
        root.put("prices", prices.asOf()).put("total", total(items));
        ArrayNode list = root.putArray("items");
        items.forEach(item -> list.addObject()
                .put("name", item.name())
                .put("quantity", item.quantity())
                .put("unit", item.unit())
                .put("dollars", item.dollars()));
        return root.toString();
    }

    private static double total(List<CostItem> items) {
        return items.stream().mapToDouble(CostItem::dollars).sum();
    }

    public static void main(String[] arguments) {
        System.exit(
                new CommandLine(new CostCommand()).setUsageHelpAutoWidth(true).execute(arguments));
    }
}
