/// The values that every other system's file has, made to fit ours.
#include <algorithm>

#include "core/text.h"
#include "io/html/sanitize.h"
#include "modules/imports/import_rows_cells.h"
#include "modules/imports/mend.h"
#include "modules/imports/translated.h"

namespace vitrine::imports {
namespace {

std::string upper_ascii(std::string text) {
    for (char& c : text) c = c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : c;
    return text;
}

/// The value itself, or value-2, value-3, …: the first that was not seen.
std::string first_fresh(SeenValues& seen, const std::string& value, std::size_t most) {
    if (seen.insert(value)) return value;
    for (std::uint64_t number = 2;; ++number) {
        auto suffix = "-" + std::to_string(number);
        auto other = value.substr(0, most - suffix.size()) + suffix;
        if (seen.insert(other)) return other;
    }
}

std::string in_one_cell(std::string text) {
    std::ranges::replace(text, '|', '/');
    return trim(text);
}

}  // namespace

void TranslatedRecords::set_title(NativeRow& row, std::string_view text) {
    auto title = mend::line(text);
    auto shortened = mend::shortened(title, 200);
    if (shortened.size() < title.size()) notice(row.line, Column::title, "title.shortened", title);
    row[Column::title] = cells::guarded(shortened);
}

void TranslatedRecords::set_description(NativeRow& row, std::string_view text) {
    constexpr std::size_t most = 20'000;
    auto description = mend::description(text);
    if (cells::is_longer_than(description, most)) {
        notice(row.line, Column::description, "description.shortened");
        description = mend::shortened(html::plain_text(description), most);
        if (html::is_markup(description)) description = mend::shortened(description.substr(1), most);
    }
    row[Column::description] = html::is_markup(description) ? description : cells::guarded(description);
}

void TranslatedRecords::set_tags(NativeRow& row, const std::vector<std::string>& tags) {
    std::vector<std::string> kept;
    for (const auto& given : tags) {
        auto tag = in_one_cell(mend::line(given));
        if (tag.empty() || std::ranges::count(kept, tag)) continue;
        if (kept.size() == 20 || cells::is_longer_than(tag, 40)) notice(row.line, Column::tags, "tags.left_out", tag);
        else kept.push_back(std::move(tag));
    }
    std::string joined;
    for (const auto& tag : kept) joined += (joined.empty() ? "" : "|") + tag;
    row[Column::tags] = cells::guarded(joined);
}

void TranslatedRecords::set_codes(NativeRow& row, std::string_view sku, std::string_view barcode) {
    auto fitting = mend::sku(sku);
    bool is_made = fitting.empty();
    if (is_made) {
        auto words = row[Column::product_slug];
        for (const auto& [name, value] : row.options)
            if (auto word = mend::slug(value); !word.empty()) words += "-" + word;
        fitting = upper_ascii(words.substr(0, 60));
        while (!fitting.empty() && fitting.back() == '-') fitting.pop_back();
    }
    row[Column::sku] = fitting.empty() ? fitting : first_fresh(skus_, fitting, 64);
    if (is_made) notice(row.line, Column::sku, "sku.made", row[Column::sku]);
    else if (row[Column::sku] != sku) notice(row.line, Column::sku, "sku.changed", row[Column::sku]);

    std::string digits(barcode.starts_with('\'') ? barcode.substr(1) : barcode);
    std::erase_if(digits, [](char c) { return c == ' ' || c == '-'; });
    if (digits.empty()) return;
    if (!cells::check_barcode(digits).empty() || !barcodes_.insert(digits)) return notice(row.line, Column::barcode, "barcode.left_out", barcode);
    row[Column::barcode] = digits;
}

bool TranslatedRecords::set_prices(NativeRow& row, std::string_view price, std::string_view compare_at) {
    if (price.empty()) return notice(row.line, Column::price, "variant.without_price"), false;
    auto decimals = context_.currency.decimals();
    row[Column::price] = mend::price(price, decimals);
    row[Column::currency] = std::string(context_.currency.code());
    auto former = mend::price(compare_at, decimals);
    std::int64_t now = 0, before = 0;
    bool are_prices = cells::read_price(row[Column::price], decimals, now).empty() && !former.empty() && cells::read_price(former, decimals, before).empty();
    if (are_prices && before <= now) {
        if (before != now && before != 0) notice(row.line, Column::compare_at_price, "compare_at_price.left_out", former);
        return true;
    }
    row[Column::compare_at_price] = std::move(former);
    return true;
}

void TranslatedRecords::set_stock(NativeRow& row, std::string_view quantity) {
    auto text = std::string(quantity);
    if (auto point = text.find('.'); point != std::string::npos && text.find_first_not_of('0', point + 1) == std::string::npos) text.resize(point);
    if (text.starts_with('-') && text.size() > 1) {
        notice(row.line, Column::stock, "stock.below_zero", text);
        text = "0";
    }
    row[Column::stock] = std::move(text);
}

void TranslatedRecords::add_attribute(NativeRow& row, std::string_view name, std::string_view value) {
    auto text = mend::line(value);
    auto code = mend::attribute_code(name);
    if (text.empty()) return;
    bool is_known = std::ranges::count(row.attributes, code, &NamedValue::first) > 0;
    if (code.empty() || is_known || cells::is_longer_than(text, 200) || text == cells::no_attribute) return notice(row.line, Column::count, "attr.left_out", name);
    row.attributes.emplace_back(std::move(code), cells::guarded(text));
}

void TranslatedRecords::set_images(NativeRow& row, const std::vector<ImageDraft>& images) {
    std::string urls, texts;
    std::vector<std::string_view> seen;
    for (const auto& image : images) {
        if (std::ranges::count(seen, image.url)) continue;
        if (!cells::is_image_url(image.url) || seen.size() == 250) {
            notice(row.line, Column::images, "image.left_out", image.url);
            continue;
        }
        urls += (seen.empty() ? "" : "|") + image.url;
        texts += (seen.empty() ? "" : "|") + in_one_cell(mend::line(image.alt));
        seen.push_back(image.url);
    }
    if (texts.find_first_not_of('|') == std::string::npos) texts.clear();
    row[Column::images] = std::move(urls);
    row[Column::image_alts] = cells::guarded(texts);
}

/// A slug nobody in the file has: from the name, or from `key` (an id of the other system) when nothing of it can be written; numbered when others have it.
std::string TranslatedRecords::fresh_slug(std::string_view wanted, std::string_view key) {
    auto slug = mend::slug(wanted);
    if (slug.empty()) slug = mend::slug("product-" + std::string(key));
    return first_fresh(slugs_, slug, 120);
}

}  // namespace vitrine::imports
