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
void write(Level level, std::string_view event, std::initializer_list<Field> fields = {});
inline void info(std::string_view event, std::initializer_list<Field> fields = {}) { write(Level::info, event, fields); }
inline void warn(std::string_view event, std::initializer_list<Field> fields = {}) { write(Level::warn, event, fields); }
inline void error(std::string_view event, std::initializer_list<Field> fields = {}) { write(Level::error, event, fields); }

void set_level(Level level);
void to_file(const std::string& path);  ///< instead of standard error
void flush();

}  // namespace vitrine::log
