// Requests as they come off a connection, several behind each other: the same bytes must be the same requests however the network cuts them, and nothing may be in a
// request that another server would read in another way.
#include "core/text.h"
#include "io/http/card_guard.h"
#include "io/http/negotiation.h"
#include "io/http/request_reader.h"
#include "io/http/trace.h"
#include "io/http/version_tag.h"
#include "tests/fuzz/target.h"

namespace vitrine::fuzz {
namespace {

constexpr size_t header_limit = 4 * 1024, body_limit = 8 * 1024;
constexpr int most_requests = 8;

bool is_clean(std::string_view text) { return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos; }

void check_request(const http::Request& request) {
    must(request.path == "*" || request.path.starts_with('/'), "a path begins with a slash");
    must(is_utf8(request.path) && is_clean(request.path) && request.path.find('\\') == std::string::npos, "a path is clean text");
    must((request.path + "/").find("/../") == std::string::npos && (request.path + "/").find("/./") == std::string::npos, "no dot segment is left");
    int hosts = 0, lengths = 0, codings = 0;
    for (const auto& [name, value] : request.headers) {
        must(!name.empty() && is_clean(name) && is_clean(value), "no header holds a line break");
        must(name == lower_ascii(name) && name.find('_') == std::string::npos, "names are in lower case and none can be mistaken for another");
        hosts += name == "host", lengths += name == "content-length", codings += name == "transfer-encoding";
    }
    must(hosts <= 1 && lengths + codings <= 1, "one host, one way to know the length");
    must(request.body.size() <= body_limit, "no more than allowed");
}

/// What the rest of the server asks of headers.
void read_headers(const http::Request& request) {
    http::choose_encoding(request.header("accept-encoding"), true, true);
    http::names_etag(request.header("if-none-match"), "\"abc\"");
    auto range = http::choose_range(request.header("range"), 1'000);
    must(range.verdict != http::RangeVerdict::part || (range.range.size > 0 && range.range.first + range.range.size <= 1'000), "a range lies in the file");
    auto trace = http::parse_traceparent(request.header("traceparent"));
    must(!trace || (trace->trace_id.size() == 32 && trace->parent_id.size() == 16), "a trace has its sizes");
    must(!http::is_acceptable_request_id(request.header("x-request-id")) || is_clean(request.header("x-request-id")), "an id may stand in an answer");
    http::wanted_version(std::string(request.header("if-match")));
    http::carries_card_number(request);
    request.cookie("session");
}

std::string described(const http::Request& request, bool keeps_alive) {
    std::string out(shape_name(request.method));
    for (const auto& part : {request.target, request.path, request.body}) out += "\x1f" + part;
    for (const auto* fields : {&request.query, &request.headers})
        for (const auto& [name, value] : *fields) out += "\x1e" + name + "\x1f" + value;
    return out + (keeps_alive ? "\x1d+" : "\x1d-");
}

/// As http::Connection reads them, in pieces whose sizes `sizes` repeats.
std::vector<std::string> read_all(std::string_view bytes, const std::vector<size_t>& sizes) {
    std::vector<std::string> seen;
    std::string pending;
    size_t piece = 0;
    auto more = [&] {
        auto taken = bytes.substr(0, sizes[piece++ % sizes.size()]);
        bytes.remove_prefix(taken.size());
        pending += taken;
        return !taken.empty();
    };
    http::Request request;
    for (int i = 0; i < most_requests; ++i) {
        http::RequestReader reader(request, header_limit);
        size_t used = 0;
        auto progress = http::RequestReader::Progress::needs_more;
        do {
            pending.erase(0, std::min(pending.find_first_not_of("\r\n"), pending.size()));
            if (!pending.empty()) progress = reader.read_head(pending, used);
        } while (progress == http::RequestReader::Progress::needs_more && more());
        if (progress == http::RequestReader::Progress::needs_more) return seen.push_back("ended"), seen;
        // Which fault of a head is told, and whether before its end is there, depends on how much of it came at once.
        if (reader.refusal()) return seen.push_back("ended"), seen;
        pending.erase(0, used);
        if (reader.is_method_known()) check_request(request), read_headers(request);
        while (!reader.is_done() && !reader.refusal()) {
            if (!pending.empty()) pending.erase(0, reader.read_body(pending, body_limit));
            if (!reader.is_done() && !reader.refusal() && !more()) return seen.push_back("cut off in a body"), seen;
        }
        if (reader.refusal()) return seen.push_back("refused in a body"), seen;
        must(request.body.size() <= body_limit, "no more than allowed");
        seen.push_back(described(request, reader.keep_alive()));
        if (!reader.keep_alive()) return seen;
    }
    return seen;
}

}  // namespace

void http_request(std::string_view bytes) {
    Input input(bytes);
    std::vector<size_t> sizes{1 + input.decision() % 64, 1 + input.decision()};
    auto whole = read_all(input.rest(), {input.rest().size() + 1}), cut = read_all(input.rest(), sizes);
    must(whole == cut, "the same bytes are the same requests however they are cut");
}

}  // namespace vitrine::fuzz
