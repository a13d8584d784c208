#include "io/mail/message.h"

#include <algorithm>

#include "core/check.h"
#include "io/crypto/base64.h"
#include "io/crypto/digest.h"

namespace vitrine::mail {
namespace {

constexpr size_t longest_line = 76;        // RFC 2045 section 6.8
constexpr size_t longest_word_bytes = 45;  // 60 letters of base64, so that an encoded word stays below 75 characters

bool is_printable(char c) { return (unsigned char)c > ' ' && (unsigned char)c < 0x7F; }

std::string without_controls(std::string_view text) {
    std::string out;
    for (char c : text) {
        bool is_control = (unsigned char)c < 0x20 || (unsigned char)c == 0x7F;
        if (is_control && (out.empty() || out.back() == ' ')) continue;
        out += is_control ? ' ' : c;
    }
    return trim(out);
}

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return (unsigned char)c < 0x80; });
}

std::string lines_of_base64(std::string_view bytes) {
    auto text = crypto::base64(bytes);
    std::string out;
    for (size_t at = 0; at < text.size(); at += longest_line) out += text.substr(at, longest_line) + "\r\n";
    return out;
}

/// A name beside an address: quoted where it is plain, an encoded word where it is not.
std::string phrase(std::string_view name) {
    auto clean = without_controls(name);
    if (!is_ascii(clean)) return encoded_words(clean);
    std::string out = "\"";
    for (char c : clean) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + "\"";
}

std::string date_of(Instant at) {
    auto text = format_http_date(at);  // the same but for the zone
    return text.substr(0, text.size() - 3) + "+0000";
}

std::string part(const std::string& boundary, std::string_view type, std::string_view body) {
    return "--" + boundary + "\r\nContent-Type: " + std::string(type) + "; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" + lines_of_base64(body);
}

void check_words(const Message& message) {
    check(!message.id.empty() && std::ranges::all_of(message.id, [](char c) { return is_printable(c) && std::string_view("<>()\",;:\\[]").find(c) == std::string_view::npos; }),
          "the id of a message is one plain word");
    if (message.unsubscribe_url)
        check(std::ranges::all_of(*message.unsubscribe_url, [](char c) { return is_printable(c) && c != '<' && c != '>'; }), "the address to unsubscribe at is percent-encoded");
    check(std::ranges::all_of(message.language, [](char c) { return is_printable(c); }), "a language is one word");
}

}  // namespace

std::string encoded_words(std::string_view text) {
    auto clean = without_controls(text);
    if (is_ascii(clean)) return clean;
    std::string out;
    for (size_t at = 0; at < clean.size();) {
        auto end = std::min(at + longest_word_bytes, clean.size());
        while (end < clean.size() && ((unsigned char)clean[end] & 0xC0) == 0x80) --end;  // never within a character
        out += (out.empty() ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?") + crypto::base64(std::string_view(clean).substr(at, end - at)) + "?=";
        at = end;
    }
    return out;
}

std::string compose(const Message& message) {
    check_words(message);
    auto boundary = "=_" + crypto::hex(crypto::sha256(message.id)).substr(0, 32);  // '=' and '_' side by side never stand in base64
    std::string out;
    auto header = [&](std::string_view name, std::string_view value) { out += std::string(name) + ": " + std::string(value) + "\r\n"; };
    header("Date", date_of(message.date));
    header("From", phrase(message.from_name) + " <" + message.from.str() + ">");
    header("To", "<" + message.to.str() + ">");
    if (message.reply_to) header("Reply-To", "<" + message.reply_to->str() + ">");
    header("Subject", encoded_words(message.subject));
    header("Message-ID", "<" + message.id + ">");
    header("MIME-Version", "1.0");
    header("Auto-Submitted", "auto-generated");  // RFC 3834: no out-of-office answers, please
    header("Content-Language", message.language);
    if (message.unsubscribe_url) {
        header("List-Unsubscribe", "<" + *message.unsubscribe_url + ">");
        header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    }
    header("Content-Type", "multipart/alternative; boundary=\"" + boundary + "\"");
    return out + "\r\n" + part(boundary, "text/plain", message.text) + part(boundary, "text/html", message.html) + "--" + boundary + "--\r\n";
}

}  // namespace vitrine::mail
