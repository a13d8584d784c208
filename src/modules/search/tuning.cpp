#include "modules/search/tuning.h"

#include <algorithm>

#include "core/text.h"
#include "modules/search/fold.h"

namespace vitrine::search {
namespace {

constexpr const char* variants_text =
#include "modules/search/data/variants.inc"
    ;
constexpr const char* stop_words_text =
#include "modules/search/data/stop_words.inc"
    ;

template <class Take>
void each_line(std::string_view text, Take take) {
    while (!text.empty()) {
        auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (!line.empty() && line[0] != '#') take(line);
    }
}

std::string joined(const Phrase& words) {
    std::string out;
    for (const auto& word : words) out += (out.empty() ? "" : " ") + word;
    return out;
}

template <class T>
std::string folded(const std::optional<T>& text) {
    return text ? fold_text(text->str()) : std::string();
}
template <class T>
std::string plain(const std::optional<T>& text) {
    return text ? text->str() : std::string();
}

}  // namespace

/// What the program knows of the languages of its shoppers, whatever the store.
struct Tuning::Language {
    Variants variants;
    std::unordered_set<std::string> stop_words;
    size_t longest = 1;
};

void Tuning::link(Variants& into, const std::vector<std::string>& words, const std::vector<std::string>& means, size_t& longest) {
    for (const auto& word : words) {
        auto from = fold_words(word);
        if (from.empty()) continue;
        longest = std::max(longest, from.size());
        auto& list = into[joined(from)];
        for (const auto& other : means) {
            auto to = fold_words(other);
            if (!to.empty() && to != from && std::ranges::find(list, to) == list.end()) list.push_back(std::move(to));
        }
    }
}

const Tuning::Language& Tuning::language() {
    static const Language known = [] {
        Language made;
        each_line(variants_text, [&](std::string_view line) {
            std::vector<std::string> words;
            while (!line.empty()) {
                auto end = std::min(line.find(','), line.size());
                words.push_back(trim(line.substr(0, end)));
                line.remove_prefix(std::min(end + 1, line.size()));
            }
            link(made.variants, words, words, made.longest);
        });
        each_line(stop_words_text, [&](std::string_view line) {
            for (auto& word : fold_words(line)) made.stop_words.insert(std::move(word));
        });
        return made;
    }();
    return known;
}

Tuning::Tuning(const SearchSettings& settings, std::vector<PopularQuery> popular_queries, std::int64_t settings_version)
    : version(settings_version), weights{100, 100, 60, 50, 40, 30, 10}, popular(std::move(popular_queries)) {
    auto given = settings.field_weights.value_or(FieldWeights{});
    size_t field = 0;
    for (const auto& weight : {given.title, given.title_local, given.brand, given.category, given.tag, given.attribute, given.description}) {
        if (weight) weights[field] = std::uint16_t(weight->value);
        ++field;
    }
    for (size_t mask = 0; mask < points_of_fields.size(); ++mask) {
        unsigned best = 0, sum = 0;
        for (size_t i = 0; i < field_count; ++i)
            if (mask >> i & 1) best = std::max<unsigned>(best, weights[i]), sum += weights[i];
        points_of_fields[mask] = std::uint16_t(best + (sum - best) / 5);
    }
    sold_out_percent = settings.sold_out_percent ? int(settings.sold_out_percent->value) : 50;
    popularity_percent = settings.popularity_percent ? int(settings.popularity_percent->value) : 40;
    has_language_variants = settings.language_variants.value_or(true);
    forgives_typos = settings.forgive_typos.value_or(true);
    leaves_out_unknown_words = settings.leave_out_unknown_words.value_or(true);
    if (has_language_variants) longest_variant_ = language().longest;
    for (const auto& group : settings.synonyms.value_or(std::vector<SynonymGroup>{})) {
        std::vector<std::string> words, means;
        for (const auto& word : group.words) words.push_back(word.str());
        if (group.means)
            for (const auto& word : *group.means) means.push_back(word.str());
        link(synonyms_, words, group.means ? means : words, longest_variant_);
    }
    for (const auto& pin : settings.pins.value_or(std::vector<Pin>{})) pins.push_back({folded(pin.query), plain(pin.category), pin.products});
    for (const auto& boost : settings.boosts.value_or(std::vector<Boost>{}))
        boosts.push_back({folded(boost.query), plain(boost.category), plain(boost.brand), plain(boost.tag), plain(boost.attribute), plain(boost.value), boost.product, int(boost.percent.value)});
    for (const auto& text : settings.stop_words.value_or(std::vector<Text<1, 40>>{}))
        for (auto& word : fold_words(text.str())) stop_words_.insert(std::move(word));
    for (const auto& code : settings.facet_order.value_or(std::vector<Text<1, 60>>{})) facet_order_.emplace(code.str(), facet_order_.size());
}

const std::shared_ptr<const Tuning>& Tuning::usual() {
    static const auto made = std::make_shared<const Tuning>();
    return made;
}

std::shared_ptr<const Tuning> Tuning::strict() {
    SearchSettings settings;
    settings.language_variants = settings.leave_out_unknown_words = false;
    return std::make_shared<const Tuning>(settings);
}

bool Tuning::is_stop_word(std::string_view word) const {
    std::string key(word);
    return stop_words_.contains(key) || (has_language_variants && language().stop_words.contains(key));
}

std::vector<Phrase> Tuning::variants_of(const std::string& words) const {
    std::vector<Phrase> out;
    if (auto found = synonyms_.find(words); found != synonyms_.end()) out = found->second;
    if (!has_language_variants) return out;
    if (auto found = language().variants.find(words); found != language().variants.end())
        for (const auto& phrase : found->second)
            if (std::ranges::find(out, phrase) == out.end()) out.push_back(phrase);
    return out;
}

size_t Tuning::facet_position(std::string_view code) const {
    auto found = facet_order_.find(std::string(code));
    return found == facet_order_.end() ? facet_order_.size() : found->second;
}

}  // namespace vitrine::search
