package io.trunkline.migration.template.check;

/**
 * Something in a template that fails, or will.
 *
 * @param rule its name, by which it can be ignored
 * @param file as it was given
 * @param line from 1
 * @param what is wrong; never holds a secret
 * @param todo what to do about it
 */
public record Finding(String rule, String file, int line, String what, String todo) {}
