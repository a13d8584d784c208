#include "modules/search/query_text.h"

#include <algorithm>

#include "modules/search/fold.h"

namespace vitrine::search {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// Where a quotation that begins at `at` opens and ends: "…", “…”, «…». Nothing when there is none.
struct Quotation {
    size_t begin, end, after;
};
std::optional<Quotation> quotation_at(std::string_view text, size_t at) {
    constexpr std::pair<std::string_view, std::string_view> marks[] = {{"\"", "\""}, {"“", "”"}, {"«", "»"}};
    for (const auto& [open, close] : marks) {
        if (text.substr(at, open.size()) != open) continue;
        auto end = text.find(close, at + open.size());
        if (end != std::string_view::npos) return Quotation{at + open.size(), end, end + close.size()};
    }
    return {};
}

void add_phrase(std::vector<Phrase>& to, std::string_view text) {
    auto words = fold_words(text);
    if (words.size() > most_query_words) words.resize(most_query_words);
    if (!words.empty() && to.size() < most_query_phrases) to.push_back(std::move(words));
}

void drop_stop_words(QueryText& query, const Tuning& tuning) {
    auto is_stop = [&](const std::string& word) { return tuning.is_stop_word(word); };
    if (query.phrases.empty() && std::ranges::all_of(query.words, is_stop)) return;
    if (!query.words.empty() && is_stop(query.words.back())) query.ends_in_word = false;
    std::erase_if(query.words, is_stop);
}

}  // namespace

QueryText read_query(std::string_view text, const Tuning& tuning) {
    QueryText query;
    std::string free;
    for (size_t at = 0; at < text.size();) {
        bool begins = at == 0 || is_space(text[at - 1]);
        if (begins && text[at] == '-' && at + 1 < text.size() && !is_space(text[at + 1]) && text[at + 1] != '-') {
            if (auto quoted = quotation_at(text, at + 1)) {
                add_phrase(query.excluded, text.substr(quoted->begin, quoted->end - quoted->begin));
                at = quoted->after;
            } else {
                auto end = at;
                while (end < text.size() && !is_space(text[end])) ++end;
                add_phrase(query.excluded, text.substr(at + 1, end - at - 1));
                at = end;
            }
            query.ends_in_word = false;
        } else if (auto quoted = quotation_at(text, at)) {
            add_phrase(query.phrases, text.substr(quoted->begin, quoted->end - quoted->begin));
            at = quoted->after;
            query.ends_in_word = false;
            free += ' ';
        } else {
            if (!is_space(text[at])) query.ends_in_word = true;
            free += text[at++];
        }
    }
    query.words = fold_words(free);
    if (query.words.size() > most_query_words) query.words.resize(most_query_words);
    drop_stop_words(query, tuning);
    return query;
}

}  // namespace vitrine::search
