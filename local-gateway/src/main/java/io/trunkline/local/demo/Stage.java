package io.trunkline.local.demo;

/** Where the story is shown. */
public interface Stage {
    /** A new part of it begins. */
    void chapter(String title);

    /**
     * Somebody said something, or was told.
     *
     * @param actor who: {@code merchant}, {@code driver} …
     * @param says whether it comes from the actor; else it came to it
     * @param kind what the actor's own wire calls it: {@code NEW_ORDER}
     * @param gist of it, for people; may be empty
     * @param frame all of it
     */
    void line(String actor, boolean says, String kind, String gist, String frame);
}
