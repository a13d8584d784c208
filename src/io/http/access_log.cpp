#include "io/http/access_log.h"

#include <iterator>

#include <fmt/format.h>

#include "io/telemetry/log.h"

namespace vitrine::http {
namespace {

/// The time of a line to the millisecond; its first 20 characters change once a second.
void append_time(std::string& out) {
    thread_local std::int64_t known_second = -1;
    thread_local std::string text;
    auto now = clock_now();
    auto second = std::chrono::floor<std::chrono::seconds>(now);
    if (second.time_since_epoch().count() != known_second) {
        known_second = second.time_since_epoch().count();
        text = format_rfc3339(second).substr(0, 20);
    }
    out += text;
    fmt::format_to(std::back_inserter(out), "{:03}Z", std::chrono::duration_cast<std::chrono::milliseconds>(now - second).count());
}

}  // namespace

void log_access(const AccessLine& line, int sample) {
    thread_local std::string out;
    thread_local int count = 0;
    if (line.status < 500 && sample > 1 && ++count % sample != 0) return;
    out = "{\"time\":\"";
    append_time(out);
    fmt::format_to(std::back_inserter(out), "\",\"level\":\"{}\",\"event\":\"http.request\",\"request_id\":\"{}\",\"trace_id\":\"{}\",\"method\":\"{}\",\"route\":",
                   line.status >= 500 ? "error" : "info", line.request.request_id, line.request.trace_id,
                   boost::describe::enum_to_string(line.request.method, "?"));
    shape::write_string(out, line.route ? std::string_view(line.route->pattern) : "none");
    fmt::format_to(std::back_inserter(out), ",\"status\":{},\"bytes\":{},\"ms\":{}.{:03}", line.status, line.bytes, line.duration_us / 1000, line.duration_us % 1000);
    if (!line.store.is_nil()) fmt::format_to(std::back_inserter(out), ",\"store\":\"{}\"", line.store.text());
    if (!line.refusal_code.empty()) {
        out += ",\"code\":";
        shape::write_string(out, line.refusal_code);
    }
    out += "}\n";
    log::write_line(out);
}

}  // namespace vitrine::http
