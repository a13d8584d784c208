#include "io/jobs/log.h"

#include "io/jobs/sql.h"

namespace vitrine::jobs {

EventId first_event_of(Instant at) {
    EventId id;
    auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(at.time_since_epoch()).count();
    for (int i = 5; i >= 0; --i, ms >>= 8) id.value.bytes[size_t(i)] = std::uint8_t(ms & 0xff);
    return id;
}

Instant moment_of(EventId id) {
    std::int64_t ms = 0;
    for (size_t i = 0; i < 6; ++i) ms = (ms << 8) | id.value.bytes[i];
    return Instant(std::chrono::milliseconds(ms));
}

pg::Query<std::vector<LogEntry>> newest_events(EventId after, const std::vector<std::string>& topics, std::int32_t most) { return sql::newest_events(after, topics, most); }

}  // namespace vitrine::jobs
