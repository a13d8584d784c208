#include "modules/search/phrase.h"

#include <algorithm>

namespace vitrine::search {
namespace {

using Terms = std::vector<std::uint32_t>;

bool has_phrase(std::span<const std::uint32_t> tokens, const std::vector<Terms>& words) {
    for (size_t at = 0; at + words.size() <= tokens.size(); ++at) {
        size_t met = 0;
        while (met < words.size() && std::ranges::find(words[met], tokens[at + met]) != words[met].end()) ++met;
        if (met == words.size()) return true;
    }
    return false;
}

/// Both are in order of documents, and so is what comes of them: one posting a document, with the fields of both.
void add_postings(std::vector<std::uint32_t>& to, std::span<const std::uint32_t> more) {
    if (to.empty()) return to.assign(more.begin(), more.end());
    std::vector<std::uint32_t> out;
    out.reserve(to.size() + more.size());
    auto a = to.begin();
    for (auto posting : more) {
        auto doc = posting >> Segment::field_bits;
        while (a != to.end() && *a >> Segment::field_bits < doc) out.push_back(*a++);
        if (a != to.end() && *a >> Segment::field_bits == doc) posting |= *a++;
        out.push_back(posting);
    }
    out.insert(out.end(), a, to.end());
    to = std::move(out);
}

/// One posting a document, the fields of all forms together.
std::vector<std::uint32_t> postings_of_forms(const Segment& segment, const std::string& word) {
    std::vector<TermMatch> forms;
    add_forms(segment, word, 100, How::exact, forms);
    std::vector<std::uint32_t> all;
    for (const auto& form : forms) add_postings(all, segment.postings.of(form.term));
    return all;
}

/// Words as the terms that stand for them; empty when there is one that the segment does not have.
std::vector<Terms> terms_of(const Segment& segment, const Phrase& words, bool any_form) {
    std::vector<Terms> out;
    for (const auto& word : words) {
        auto& terms = out.emplace_back();
        std::vector<TermMatch> forms;
        if (any_form) add_forms(segment, word, 100, How::exact, forms);
        else if (auto term = segment.find_term(word); term != HashIndex::none) forms.push_back({term, 100, How::exact});
        for (const auto& form : forms) terms.push_back(form.term);
        if (terms.empty()) return {};
    }
    return out;
}

}  // namespace

Roaring documents_with_phrase(const Segment& segment, const Phrase& words, bool any_form) {
    auto wanted = terms_of(segment, words, any_form);
    if (wanted.empty()) return {};
    auto size_of = [&](const Terms& terms) {
        size_t size = 0;
        for (auto term : terms) size += segment.postings.of(term).size();
        return size;
    };
    std::vector<std::uint32_t> docs;
    for (auto term : *std::ranges::min_element(wanted, {}, size_of))
        for (auto posting : segment.postings.of(term)) {
            auto doc = posting >> Segment::field_bits;
            // Names of categories are indexed but not kept as a sentence: one word of them is a phrase all the same.
            if (wanted.size() == 1 || has_phrase(segment.tokens.of(doc), wanted)) docs.push_back(doc);
        }
    return Roaring(docs.size(), docs.data());
}

std::vector<std::uint32_t> postings_of(const Segment& segment, const WordsMatch& match, Roaring& together) {
    auto all = postings_with_all(segment, match.words);
    std::vector<std::uint32_t> docs;  // those that have all words are few against those that have one of them
    if (auto wanted = terms_of(segment, match.words, true); !wanted.empty())
        for (auto posting : all)
            if (auto doc = posting >> Segment::field_bits; wanted.size() == 1 || has_phrase(segment.tokens.of(doc), wanted)) docs.push_back(doc);
    together = Roaring(docs.size(), docs.data());
    if (match.how == How::synonym) std::erase_if(all, [&](auto posting) { return !together.contains(posting >> Segment::field_bits); });
    return all;
}

std::vector<std::uint32_t> postings_with_all(const Segment& segment, const Phrase& words) {
    std::vector<std::uint32_t> common;
    for (size_t i = 0; i < words.size(); ++i) {
        auto list = postings_of_forms(segment, words[i]);
        if (i == 0) {
            common = std::move(list);
            continue;
        }
        std::vector<std::uint32_t> both;
        auto a = common.begin();
        for (auto posting : list) {
            auto doc = posting >> Segment::field_bits;
            while (a != common.end() && *a >> Segment::field_bits < doc) ++a;
            if (a == common.end()) break;
            if (*a >> Segment::field_bits != doc) continue;
            auto shared = *a & posting & Segment::field_mask;
            both.push_back(doc << Segment::field_bits | (shared ? shared : (*a | posting) & Segment::field_mask));
        }
        common = std::move(both);
    }
    return common;
}

}  // namespace vitrine::search
