#include "simulators/postbox/message.h"

#include <map>

#include "core/text.h"
#include "simulators/framework/base64.h"

namespace vitrine::simulators::postbox {
namespace {

using Headers = std::map<std::string, std::string>;

/// The headers up to the empty line, unfolded, names in lower case; `raw` is left at what follows.
Headers take_headers(std::string_view& raw) {
    Headers headers;
    std::string last;
    while (!raw.empty()) {
        auto end = raw.find("\r\n");
        auto line = raw.substr(0, end);
        raw.remove_prefix(end == std::string_view::npos ? raw.size() : end + 2);
        if (line.empty()) break;
        if (line.front() == ' ' || line.front() == '\t') {
            headers[last] += " " + trim(line);
            continue;
        }
        auto colon = line.find(':');
        if (colon == std::string_view::npos) continue;
        last = lower_ascii(line.substr(0, colon));
        headers[last] = trim(line.substr(colon + 1));
    }
    return headers;
}

std::string boundary_of(const std::string& type) {
    auto at = type.find("boundary=\"");
    if (at == std::string::npos) return {};
    at += 10;
    return type.substr(at, type.find('"', at) - at);
}

void take_part(ReadMessage& message, std::string_view part) {
    auto headers = take_headers(part);
    bool is_base64 = lower_ascii(headers["content-transfer-encoding"]) == "base64";
    auto body = is_base64 ? decode_base64(part) : std::string(part);
    if (headers["content-type"].starts_with("text/html")) message.html = std::move(body);
    else if (headers["content-type"].starts_with("text/plain")) message.text = std::move(body);
}

}  // namespace

std::string decode_base64(std::string_view text) {
    std::string letters(text);
    std::erase_if(letters, [](char c) { return c == '\r' || c == '\n' || c == ' '; });
    return base64_decode(letters).value_or("");
}

std::string decode_words(std::string_view text) {
    static constexpr std::string_view open = "=?UTF-8?B?", close = "?=";
    std::string out;
    bool was_word = false;
    while (!text.empty()) {
        auto at = text.find(open);
        auto before = text.substr(0, at);
        if (!was_word || trim(before) != "") out += before;  // white space between two encoded words is none
        if (at == std::string_view::npos) break;
        text.remove_prefix(at + open.size());
        auto end = text.find(close);
        if (end == std::string_view::npos) break;
        out += decode_base64(text.substr(0, end));
        text.remove_prefix(end + close.size());
        was_word = true;
    }
    return out;
}

ReadMessage read_message(std::string_view raw) {
    auto headers = take_headers(raw);
    ReadMessage message{decode_words(headers["from"]), headers["to"], decode_words(headers["subject"]), headers["message-id"], headers["list-unsubscribe"], {}, {}};
    auto boundary = boundary_of(headers["content-type"]);
    if (boundary.empty()) {
        message.text = raw;
        return message;
    }
    auto mark = "--" + boundary;
    auto at = raw.find(mark);
    while (at != std::string_view::npos) {
        raw.remove_prefix(at + mark.size());
        if (raw.starts_with("--")) break;
        if (raw.starts_with("\r\n")) raw.remove_prefix(2);
        at = raw.find(mark);
        take_part(message, raw.substr(0, at));
    }
    return message;
}

}  // namespace vitrine::simulators::postbox
