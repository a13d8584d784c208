#pragma once
#include <string>
#include <string_view>

namespace vitrine::html {

// Markup that somebody else wrote, made safe to show. A description is either plain text or safe HTML, told apart by its beginning.

/// Whether the text begins as markup does. What `sanitize` gives does; plain text that a shop accepts never does.
bool is_markup(std::string_view text);

/// Safe, well-nested HTML from any bytes: paragraphs, headings, lists, tables, quotes, emphasis and links stay; scripts, styles, frames, forms,
/// images, comments, every handler and every other attribute go. Links keep http, https, mailto, tel and the shop's own addresses and gain
/// rel="nofollow noopener". Loose text becomes paragraphs, so the answer is empty or is_markup. Invalid UTF-8, control characters and marks that
/// turn the direction of reading are left out. Takes linear time, and giving it its own answer changes nothing.
std::string sanitize(std::string_view html);

/// The words of HTML without its tags, entities decoded, a line for each block: for search, feeds and meta tags. Plain text comes back as it is.
std::string plain_text(std::string_view text);

/// One text with its entities (&amp; &#233; &eacute;) decoded; an unknown one stays as it is written.
std::string decode_entities(std::string_view text);

}  // namespace vitrine::html
