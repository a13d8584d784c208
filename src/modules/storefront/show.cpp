#include "modules/storefront/show.h"

#include <array>

#include <unicode/timezone.h>

#include "modules/storefront/photo.h"
#include "modules/storefront/pictures.h"

namespace vitrine::storefront {

void add_picture(html::Members& into, std::string_view category_slug, std::string_view title, std::string_view slug) {
    auto picture = picture_of(category_slug, title, slug);
    into["photo"] = false;
    into["art"] = picture.art;
    into["gem"] = picture.is_gem;
    into["stone"] = picture.stone.empty() ? html::Data(false) : html::Data(picture.stone);
    into["metal"] = picture.metal.empty() ? html::Data(false) : html::Data(picture.metal);
    into["tone"] = picture.tone;
    into["pose"] = picture.pose;
}

void add_stock(html::Members& into, std::int64_t available, std::int64_t low_stock) {
    bool is_out = available <= 0, is_low = !is_out && available <= low_stock;
    into["out"] = is_out;
    into["low"] = is_low;
    into["stock_text"] = is_out ? html::Data("Sold out") : is_low ? html::Data("Only " + std::to_string(available) + " left") : html::Data("In stock");
}

void add_price(html::Members& into, const Money& price, const std::optional<Money>& compare_at) {
    bool is_reduced = compare_at && price < *compare_at;
    into["price"] = format_for_people(price);
    into["was"] = is_reduced ? html::Data(format_for_people(*compare_at)) : html::Data(false);
    into["off"] = is_reduced ? html::Data(percent_off(price, *compare_at)) : html::Data(false);
}

html::Data card(const search::Card& card, const stores::Store& store, std::string_view return_to, std::string_view media_base) {
    html::Members data{{"href", "/p/" + card.slug}, {"title", card.title}, {"brand", card.brand}, {"from", card.has_price_range}, {"add", false}, {"marked", false}};
    if (card.title_parts) {
        html::List parts;
        for (const auto& part : *card.title_parts) parts.push_back(html::Data{{"text", part.text}, {"hit", part.hit.value_or(false)}});
        data["marked"] = html::Data{{"parts", std::move(parts)}};
    }
    add_price(data, card.price, card.compare_at_price);
    add_stock(data, card.available, store.low_stock);
    add_picture(data, card.category_slug, card.title, card.slug);
    add_photo(data, card.picture, card.title, store.language, media_base, in_card);
    if (!card.has_variants && card.available > 0) data["add"] = html::Data{{"variant", card.first_variant.text()}, {"return_to", return_to}};
    return data;
}

html::List cards(const std::vector<search::Card>& cards, const stores::Store& store, std::string_view return_to, std::string_view media_base) {
    html::List list;
    list.reserve(cards.size());
    for (const auto& one : cards) list.push_back(card(one, store, return_to, media_base));
    return list;
}

html::Data row(std::string label, std::string value, bool is_strong, std::string note) {
    return html::Data{{"label", std::move(label)}, {"value", std::move(value)}, {"strong", is_strong}, {"note", std::move(note)}};
}

std::string counted(std::int64_t count, std::string_view one, std::string_view many) {
    auto digits = std::to_string(count);
    for (auto at = std::ptrdiff_t(digits.size()) - 3; at > 0; at -= 3) digits.insert(size_t(at), ",");
    return digits + " " + std::string(count == 1 ? one : many);
}

std::string day_and_time(Instant at, const std::string& time_zone) {
    static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(at.time_since_epoch()).count();
    std::unique_ptr<icu::TimeZone> zone(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(time_zone)));
    int32_t raw = 0, daylight = 0;
    UErrorCode fault = U_ZERO_ERROR;
    zone->getOffset(UDate(milliseconds), false, raw, daylight, fault);
    auto local = at + std::chrono::milliseconds(U_SUCCESS(fault) ? raw + daylight : 0);
    auto day = std::chrono::floor<std::chrono::days>(local);
    std::chrono::year_month_day date{day};
    std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::minutes>(local - day)};
    auto two = [](auto value) { return (value < 10 ? "0" : "") + std::to_string(value); };
    return std::to_string(unsigned(date.day())) + " " + months[unsigned(date.month()) - 1] + " " + std::to_string(int(date.year())) + ", " + two(time.hours().count()) +
           ":" + two(time.minutes().count());
}

std::string percent_off(const Money& now, const Money& was) {
    if (was.minor <= 0) return {};
    return "−" + std::to_string(multiply_divide(was.minor - now.minor, 100, was.minor, Rounding::down)) + " %";
}

}  // namespace vitrine::storefront
