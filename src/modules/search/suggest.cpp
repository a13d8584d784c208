// Snapshot::suggest: what a shopper who has typed this far may want.
#include <algorithm>
#include <set>

#include "modules/search/corrections.h"
#include "modules/search/fold.h"
#include "modules/search/near_terms.h"
#include "modules/search/store_snapshot.h"

namespace vitrine::search {
namespace {

constexpr size_t most_queries = 3;

std::string search_url(std::string_view text) {
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string out = "/search?q=";
    for (unsigned char c : text) {
        bool is_plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.' || c == '~';
        if (is_plain) out += char(c);
        else out += {'%', digits[c >> 4], digits[c & 15]};
    }
    return out;
}

/// Whether every word begins a word of the name, as typed or as one of its variants.
bool begins(const std::vector<std::string>& words, const Tuning& tuning, std::string_view name) {
    auto names = fold_words(name);
    auto starts_one = [&](const std::string& word) { return std::ranges::any_of(names, [&](const auto& n) { return n.starts_with(word); }); };
    return std::ranges::all_of(words, [&](const auto& word) {
        if (starts_one(word)) return true;
        return std::ranges::any_of(tuning.variants_of(word), [&](const Phrase& phrase) { return phrase.size() == 1 && starts_one(phrase[0]); });
    });
}

/// What other shoppers searched for that begins like this.
void add_popular(const Tuning& tuning, const std::string& typed, std::vector<Suggestion>& out) {
    for (const auto& query : tuning.popular) {
        if (out.size() >= most_queries) return;
        auto folded = fold_text(query.text);
        if (folded != typed && folded.starts_with(typed)) out.push_back({"query", query.text, search_url(query.text), {}});
    }
}

/// The last word completed by the word of the catalog that most products have: only words of titles, and only where the search finds something.
void add_completions(const StoreSnapshot& snapshot, const std::vector<std::string>& words, std::vector<Suggestion>& out) {
    const auto& last = words.back();
    if (last.size() < 2 || has_digit(last)) return;
    std::map<std::string, size_t> documents;
    for (const auto& part : snapshot.parts()) {
        auto [first, end] = terms_with_prefix(*part.segment, last);
        for (auto term = first; term < std::min(end, first + 500); ++term) {
            auto postings = part.segment->postings.of(term);
            bool is_of_titles = std::ranges::any_of(postings.first(std::min<size_t>(postings.size(), 20)), [](auto posting) { return (posting & 3) != 0; });
            if (is_of_titles) documents[std::string(part.segment->text(part.segment->terms[term]))] += postings.size();
        }
    }
    documents.erase(last);
    std::vector<std::pair<size_t, std::string>> order;
    for (const auto& [word, count] : documents) order.emplace_back(count, word);
    std::ranges::sort(order, [](const auto& a, const auto& b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
    std::string before;
    for (size_t i = 0; i + 1 < words.size(); ++i) before += words[i] + " ";
    for (const auto& [count, word] : order) {
        if (out.size() >= most_queries) return;
        auto text = before + word;
        if (std::ranges::any_of(out, [&](const Suggestion& known) { return fold_text(known.text) == text; })) continue;
        if (!before.empty() && snapshot.search({.text = text, .limit = 1, .facets = false}).total == 0) continue;
        out.push_back({"query", text, search_url(text), {}});
    }
}

}  // namespace

std::vector<Suggestion> StoreSnapshot::suggest(std::string_view text, size_t limit, std::shared_ptr<const prices::View> prices) const {
    std::vector<Suggestion> out;
    auto words = fold_words(text);
    if (words.empty() || limit == 0) return out;
    if (words.size() > most_query_words) words.resize(most_query_words);
    Wanted wanted;
    wanted.text = text;
    wanted.limit = limit;
    wanted.facets = false;
    wanted.prices = std::move(prices);
    auto found = search(wanted);
    if (found.did_you_mean) {
        out.push_back({"query", *found.did_you_mean, search_url(*found.did_you_mean), {}});
    } else {
        add_popular(*tuning_, fold_text(text), out);
        add_completions(*this, words, out);
    }
    size_t categories = 0;
    for (const auto& category : taxonomy_->categories()) {
        if (categories >= std::max<size_t>(limit / 3, 1)) break;
        if (!begins(words, *tuning_, category.name) && !begins(words, *tuning_, category.name_local)) continue;
        out.push_back({"category", category.name, "/c/" + category.slug, {}});
        ++categories;
    }
    if (out.size() > limit - std::min<size_t>(limit - 1, found.items.size())) out.resize(limit - std::min<size_t>(limit - 1, found.items.size()));
    for (auto& card : found.items) {
        if (out.size() >= limit) break;
        out.push_back({"product", std::move(card.title), "/p/" + card.slug, card.price});
    }
    return out;
}

}  // namespace vitrine::search
