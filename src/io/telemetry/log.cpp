#include "io/telemetry/log.h"

#include <atomic>
#include <string>

#include "core/shape.h"
#include "core/time.h"
#include "io/telemetry/sink.h"

namespace vitrine::log {
namespace {

std::atomic<Level> least{Level::info};

std::string_view level_name(Level level) {
    switch (level) {
        case Level::debug: return "debug";
        case Level::info: return "info";
        case Level::warn: return "warn";
        case Level::error: return "error";
    }
    return "error";
}

}  // namespace

void write(Level level, std::string_view event, std::initializer_list<Field> fields) {
    if (level < least.load(std::memory_order_relaxed)) return;
    std::string line = "{\"time\":\"" + format_rfc3339(clock_now()) + "\",\"level\":\"";
    line += level_name(level);
    line += "\",\"event\":";
    shape::write_string(line, event);
    for (const auto& field : fields) {
        line += ',';
        shape::write_string(line, field.name);
        line += ':';
        shape::write_string(line, field.value);
    }
    line += "}\n";
    Sink::global().append(line, level >= Level::warn);
}

void write_line(std::string_view json_line) { Sink::global().append(json_line, false); }
void set_level(Level level) { least = level; }
void to_file(const std::string& path) { Sink::global().to_file(path); }
void flush() { Sink::global().flush(); }

}  // namespace vitrine::log
