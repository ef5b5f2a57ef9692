package io.trunkline.core.presence;

import java.util.List;
import java.util.Optional;

/** Some reminders that are due, and where the next page starts. */
public record ReminderPage(List<Reminder> reminders, Optional<String> next) {
    public ReminderPage {
        reminders = List.copyOf(reminders);
    }
}
