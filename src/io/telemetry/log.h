#pragma once
#include <initializer_list>
#include <string>
#include <string_view>

namespace vitrine::log {

enum class Level { debug, info, warn, error };

/// One member of a log line. Values are text; never pass a secret, a token, an address or a card.
struct Field {
    std::string_view name;
    std::string value;
};

/// Writes one JSON line to standard error: time, level, event, fields. `event` is a stable dotted name ("http.request").
/// Does not wait for the disk: the line goes into this thread's buffer and a writer thread carries it on within 50 ms, warnings and errors at
/// once. When the disk cannot keep up, lines are dropped and counted (event "log.dropped") instead of holding up requests.
void write(Level level, std::string_view event, std::initializer_list<Field> fields = {});
inline void info(std::string_view event, std::initializer_list<Field> fields = {}) { write(Level::info, event, fields); }
inline void warn(std::string_view event, std::initializer_list<Field> fields = {}) { write(Level::warn, event, fields); }
inline void error(std::string_view event, std::initializer_list<Field> fields = {}) { write(Level::error, event, fields); }

/// Appends a line that is JSON already, newline included; for callers on the hot path that write their own members (the access log).
void write_line(std::string_view json_line);

void set_level(Level level);
void to_file(const std::string& path);  ///< instead of standard error; std::runtime_error when it cannot be opened
void flush();                           ///< returns when everything logged so far has been handed to the system

}  // namespace vitrine::log
