#pragma once
// One e-mail as it goes over the wire (RFC 5322, MIME).
#include <optional>
#include <string>

#include "core/text.h"
#include "core/time.h"

namespace vitrine::mail {

/// A message in two forms, of which the reader's program shows the one it can.
struct Message {
    std::string from_name;                 ///< shown beside the address
    Email from, to;
    std::optional<Email> reply_to = {};
    std::string subject;
    std::string id;                        ///< "ntc_…-1@shop.example", without brackets: letters, digits and ._-@
    Instant date{};
    std::string language = "en";           ///< BCP 47
    std::string text, html;                ///< UTF-8
    std::optional<std::string> unsubscribe_url = {};  ///< offered as a button by mail programs (RFC 2369, RFC 8058: one click, by POST)
};

/// Pure. The bytes, with CRLF: multipart/alternative, both parts in base64, so that no line is too long and none begins with a dot. Nothing in the texts
/// becomes a header: control characters in names and the subject are spaces, and what is not ASCII is an encoded word (RFC 2047). The same message gives
/// the same bytes. std::logic_error for an id or address to unsubscribe at that could end a line.
std::string compose(const Message& message);

/// Pure. "=?UTF-8?B?…?=", as many as are needed, folded; text that is plain ASCII stays as it is, without control characters.
std::string encoded_words(std::string_view text);

}  // namespace vitrine::mail
