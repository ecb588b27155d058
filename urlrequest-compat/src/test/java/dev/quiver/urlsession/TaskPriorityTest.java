package dev.quiver.urlsession;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TaskPriorityTest {
    @ParameterizedTest
    @CsvSource({"0,7", "0.25,5", "0.5,3", "0.75,2", "1,0"})
    void theScalesMeet(float priority, int urgency) {
        assertThat(TaskPriority.of(priority, true).urgency()).isEqualTo(urgency);
    }

    @ParameterizedTest
    @EnumSource(NetworkServiceType.class)
    void serviceTypesKeepTheirUrgencyThere(NetworkServiceType type) {
        float priority = TaskPriority.of(type.urgency());
        assertThat(TaskPriority.of(priority, false).urgency()).isEqualTo(type.urgency());
    }

    @Test
    void defaultsAreEachOthers() {
        assertThat(TaskPriority.of(3)).isEqualTo(UrlSessionTask.DEFAULT_PRIORITY);
    }
}
