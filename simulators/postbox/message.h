#pragma once
// Reads a mail as a mail program would. Pure.
#include <optional>
#include <string>
#include <string_view>

namespace vitrine::simulators::postbox {

/// What a person sees of a mail.
struct ReadMessage {
    std::string from, to, subject, id, unsubscribe;   ///< of its headers; the subject decoded
    std::string text, html;                           ///< its two parts, decoded
};
ReadMessage read_message(std::string_view raw);

/// Encoded words (RFC 2047, B only) as the text they stand for.
std::string decode_words(std::string_view text);
/// Base 64 over any number of lines; empty when it is none.
std::string decode_base64(std::string_view text);

}  // namespace vitrine::simulators::postbox
