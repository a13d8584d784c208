#include "modules/suppliers/map_row.h"

#include <algorithm>
#include <array>

#include "io/crypto/digest.h"

namespace vitrine::suppliers {
namespace {

using Values = std::map<std::string, std::string>;
using Translate = std::optional<std::string> (*)(std::string_view);

/// Raised when what a run makes of a row changes its meaning, so that rows taken before are looked at again.
constexpr std::string_view format = "1";
constexpr std::int64_t most_price = 100'000'000'000'000;   // a hundred million, in millionths
constexpr size_t longest_code = 120, longest_value = 2'000;

struct Graded {
    std::string_view field;
    Translate translate;
};
/// Fields whose words are known; another word is for people to look at.
constexpr std::array graded{Graded{"shape", shape_of}, Graded{"color", color_of}, Graded{"clarity", clarity_of}, Graded{"cut", grade_of}, Graded{"polish", grade_of}, Graded{"symmetry", grade_of},
                            Graded{"fluorescence_intensity", fluorescence_of}, Graded{"girdle_from", girdle_of}, Graded{"girdle_to", girdle_of}, Graded{"culet_size", culet_of}, Graded{"lab", lab_of},
                            Graded{"fancy_color", fancy_color_of}, Graded{"fancy_intensity", fancy_intensity_of}};
constexpr std::array<std::string_view, 10> numbers{"length_mm", "width_mm", "depth_mm", "depth_percent", "table_percent", "girdle_percent", "crown_height", "crown_angle", "pavilion_depth", "pavilion_angle"};

std::string upper_plain(std::string_view text) {
    std::string out;
    for (char c : text)
        if (c != ' ' && c != '-') out += c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : c;
    return out;
}

bool is_none(std::string_view text) {
    auto word = lower_ascii(trim(text));
    return word.empty() || word == "-" || word == "n/a" || word == "na" || word == "null" || word == "none";
}

void put(std::string& out, std::string_view value) { out += std::to_string(value.size()), out += ':', out += value; }

Uuid hash_of(const MappedOffer& offer) {
    std::string text;
    put(text, format), put(text, offer.code), put(text, offer.identity), put(text, offer.cost.currency.code());
    put(text, std::to_string(offer.cost.minor)), put(text, std::to_string(offer.quantity));
    for (const auto& [field, value] : offer.facts) put(text, field), put(text, value);
    auto digest = crypto::sha256(text);
    Uuid hash;
    std::copy_n(digest.begin(), hash.bytes.size(), hash.bytes.begin());
    return hash;
}

std::int64_t power_of_ten(int digits) {
    std::int64_t out = 1;
    while (digits-- > 0) out *= 10;
    return out;
}

}  // namespace

/// One row being read.
struct RowMapper::Reading {
    Reading(const Layout& of, const FeedRow& from, std::vector<RowFault>& into) : layout(of), row(from), faults(into) {}

    const Layout& layout;
    const FeedRow& row;
    std::vector<RowFault>& faults;
    Values values;                                   ///< by field
    std::map<std::string, std::string> columns;      ///< what the file calls the field
    std::map<std::string, std::int64_t> divisors;
    bool is_sound = true;

    void fault(std::string_view field, std::string code, std::string text) {
        auto column = columns.find(std::string(field));
        faults.push_back({row.number, column == columns.end() ? std::string(field) : column->second, std::move(code), std::move(text), false});
        is_sound = false;
    }
    void notice(std::string_view field, std::string code, std::string text) {
        fault(field, std::move(code), std::move(text));
        faults.back().is_notice = true;
    }
    const std::string* find(const std::string& field) const {
        auto at = values.find(field);
        return at == values.end() ? nullptr : &at->second;
    }
    bool is_lab_grown() const {
        auto* type = find("origin_type");
        auto* number = find("certificate_no");
        auto word = type ? upper_plain(*type) : std::string();
        bool is_said = word == "LABGROWN" || word == "LAB" || word == "LG" || word == "CVD" || word == "HPHT" || word == "TRUE" || word == "YES" || word == "LAB_GROWN" || word == "1";
        return is_said || (number && upper_plain(*number).starts_with("LG"));
    }

    void spell() {
        for (const auto& [field, translate] : graded) {
            auto at = values.find(std::string(field));
            if (at == values.end()) continue;
            auto known = translate(at->second);
            bool is_needed = field == "shape" || field == "clarity" || field == "color";
            auto text = "'" + at->second.substr(0, 60) + "' is no word that is known for " + std::string(field);
            bool is_left_out = !known && is_none(at->second);
            if (!known && !is_left_out) {
                bool was_sound = is_sound;
                if (is_needed) fault(field, "value.unknown", std::move(text));
                else notice(field, "value.unknown", std::move(text)), is_sound = was_sound;
            }
            if (known && *known != "NONE") at->second = *known;
            else values.erase(at);
        }
        for (auto field : numbers) {
            auto at = values.find(std::string(field));
            if (at == values.end()) continue;
            auto text = at->second;
            std::erase(text, '%');
            auto number = millionths(text);
            bool was_sound = is_sound;
            if (!number && !is_none(text)) notice(field, "number.malformed", "'" + text.substr(0, 60) + "' is no number"), is_sound = was_sound;
            if (number && *number > 0) at->second = decimal_text(*number);
            else values.erase(at);
        }
    }

    std::optional<std::int64_t> carat() {
        auto* text = find("carat");
        if (!text) return {};
        auto cleaned = lower_ascii(*text);
        if (auto unit = cleaned.find("ct"); unit != std::string::npos) cleaned.resize(unit);
        auto weight = millionths(cleaned);
        if (weight && *weight > 0 && *weight <= 10'000'000'000) return weight;
        fault("carat", "carat.malformed", "write the weight in carats, such as 1.02");
        return {};
    }

    std::optional<Money> cost(Currency fallback, std::optional<std::int64_t> carat) {
        auto currency = fallback;
        if (auto* code = find("currency")) {
            auto known = Currency::parse(upper_plain(*code));
            if (!known) return fault("currency", "currency.unknown", "'" + *code + "' is no currency"), std::nullopt;
            currency = *known;
        }
        auto minor_per_major = power_of_ten(currency.decimals());
        auto read = [&](const std::string& field) -> std::optional<std::int64_t> {
            auto* text = find(field);
            if (!text || text->empty()) return {};
            auto amount = millionths(*text);
            if (!amount || *amount > most_price) return fault(field, "price.malformed", "'" + text->substr(0, 60) + "' is no amount"), std::nullopt;
            auto divisor = divisors.find(field);
            return divisor == divisors.end() ? amount : std::optional(multiply_divide(*amount, 1, divisor->second, Rounding::half_even));
        };
        std::optional<std::int64_t> minor;
        if (auto total = read("price_total")) minor = multiply_divide(*total, minor_per_major, 1'000'000, Rounding::half_up);
        else if (auto each = read("price_per_carat"); each && carat && is_sound) minor = multiply_divide(*each, multiply_divide(*carat, minor_per_major, 1, Rounding::down), 1'000'000'000'000, Rounding::half_up);
        if (!is_sound) return {};
        if (!minor) return fault("price_total", "price.missing", "the row says no price"), std::nullopt;
        if (*minor <= 0) return fault("price_total", "price.not_positive", "a price is more than nothing"), std::nullopt;
        return Money{*minor, currency};
    }

    std::int64_t quantity() {
        std::int64_t count = 1;
        if (auto* text = find("quantity")) {
            auto number = millionths(*text);
            if (!number || *number % 1'000'000 != 0 || *number > 1'000'000'000'000) fault("quantity", "quantity.malformed", "write a whole number of pieces");
            else count = *number / 1'000'000;
        }
        auto* availability = find("availability");
        if (!availability) return count;
        auto word = upper_plain(*availability);
        static const std::array<std::string_view, 12> away{"M", "MEMO", "NA", "NOTAVAILABLE", "UNAVAILABLE", "SOLD", "HOLD", "ONHOLD", "RESERVED", "FALSE", "NO", "0"};
        return std::ranges::find(away, word) == away.end() ? count : 0;
    }

    void measurements() {
        auto *length = find("length_mm"), *width = find("width_mm"), *depth = find("depth_mm");
        if (!find("measurements") && length && width && depth) values["measurements"] = *length + " x " + *width + " x " + *depth;
    }

    void need_grades() {
        if (!find("shape")) fault("shape", "shape.missing", "the row says no shape");
        bool is_fancy = find("fancy_color") != nullptr;
        bool may_have_class = is_lab_grown();  // laboratories describe these by class, without colour and clarity
        if (!find("color") && !is_fancy && !may_have_class && is_sound) fault("color", "grade.missing", "the row says no colour");
        if (!find("clarity") && !is_fancy && !may_have_class && is_sound) fault("clarity", "grade.missing", "the row says no clarity");
    }
};

RowMapper::RowMapper(Layout layout, Currency currency) : layout_(std::make_shared<const Layout>(std::move(layout))), map_(*layout_), currency_(currency) {}

void RowMapper::resolve(const std::vector<std::string>& columns) {
    while (targets_.size() < columns.size()) targets_.push_back(map_.find(columns[targets_.size()], targets_.size() + 1));
}

std::vector<std::string> RowMapper::targets(const std::vector<std::string>& columns) {
    resolve(columns);
    std::vector<std::string> out;
    for (const auto& target : targets_) out.push_back(target ? target->field : "");
    return out;
}

std::optional<MappedOffer> RowMapper::map(const FeedRow& row, const std::vector<std::string>& columns, std::vector<RowFault>& faults) {
    resolve(columns);
    Reading reading(*layout_, row, faults);
    if (!row.fault.empty()) {
        reading.fault("", row.fault, "the row cannot be read");
        return {};
    }
    if (layout_->constants)
        for (const auto& [field, value] : *layout_->constants) reading.values[field] = value;
    for (size_t i = 0; i < row.cells.size() && i < targets_.size(); ++i) {
        if (!targets_[i]) continue;
        auto text = trim(row.cells[i]);
        const auto& [field, rule] = *targets_[i];
        if (rule && rule->values)
            if (auto meant = rule->values->find(text); meant != rule->values->end()) text = meant->second;
        if (text.empty() || (reading.columns.contains(field) && reading.values.contains(field))) continue;
        if (!is_utf8(text) || has_control_characters(text)) {
            reading.fault(field, "text.malformed", "this text has bytes that no text has");
            continue;
        }
        if (text.size() > longest_value) {
            reading.fault(field, "text.too_long", "at most 2,000 bytes");
            continue;
        }
        reading.values[field] = std::move(text);
        reading.columns[field] = columns[i];
        if (rule && rule->divide_by) reading.divisors[field] = *rule->divide_by;
    }
    MappedOffer offer;
    offer.row = row.number;
    for (auto field : {"stock_no", "item_id", "offer_id"})
        if (auto* text = reading.find(field); text && offer.code.empty()) offer.code = *text;
    if (offer.code.empty() || offer.code.size() > longest_code) reading.fault("stock_no", "code.missing", "the row has no stock number, or one of more than 120 bytes");
    bool are_diamonds = layout_->goods == Goods::diamonds;
    auto carat = reading.carat();
    if (are_diamonds) {
        reading.spell();
        if (!reading.find("carat")) reading.fault("carat", "carat.missing", "the row says no weight");
        reading.need_grades();
    } else if (!reading.find("title")) {
        reading.fault("title", "title.missing", "the row has no title");
    }
    offer.quantity = reading.quantity();
    auto cost = reading.cost(currency_, carat);
    if (!reading.is_sound || !cost) return {};
    offer.cost = *cost;
    if (carat) reading.values["carat"] = decimal_text(*carat);
    reading.measurements();
    bool is_lab_grown = are_diamonds && reading.is_lab_grown();
    if (!reading.find("category")) reading.values["category"] = is_lab_grown && layout_->lab_grown_category ? layout_->lab_grown_category->str() : layout_->category.str();
    if (are_diamonds) reading.values["origin_type"] = is_lab_grown ? "LAB_GROWN" : "NATURAL";
    auto *lab = reading.find("lab"), *number = reading.find("certificate_no");
    if (lab && number) {
        auto plain = upper_plain(*number);
        reading.values["certificate_no"] = plain;
        offer.identity = *lab + ":" + plain;
    }
    for (auto field : {"price_total", "price_per_carat", "currency", "availability", "quantity"}) reading.values.erase(field);
    offer.facts = std::move(reading.values);
    offer.hash = hash_of(offer);
    return offer;
}

}  // namespace vitrine::suppliers
