package io.trunkline.infra.cost;

/**
 * A line of the bill.
 *
 * @param quantity in {@code unit}s
 * @param why what the quantity is made of
 */
public record CostItem(String name, double quantity, String unit, double dollars, String why) {}
