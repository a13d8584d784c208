#include "modules/storefront/delivery_words.h"

#include "modules/quotes/api.h"

namespace vitrine::storefront {
namespace {

quotes::DeliveryPromise promise_of(const Page& page, Currency currency) { return quotes::delivery_promise(quotes::memory_of(page.app, page.store->id), currency); }
quotes::DeliveryPromise promise_of(const Page& page) { return promise_of(page, page.currency()); }

std::string with_threshold(std::string text, const shipping::Option& option) { return option.free_from ? text + ", free from " + format_for_people(*option.free_from) : text; }

}  // namespace

std::string delivery_promise(const Page& page) {
    auto option = promise_of(page).at_home;
    if (!option) return "by where it goes, as the checkout says";
    return option->price.is_zero() ? "Free and insured" : with_threshold(format_for_people(option->price), *option);
}

std::string delivery_sentence(const Page& page) {
    auto option = promise_of(page).at_home;
    if (!option) return "What delivery costs depends on where it goes: the checkout says so before you order.";
    auto text = option->price.is_zero() ? std::string("Free, insured delivery") : with_threshold("Delivery " + format_for_people(option->price), *option);
    return text + ". " + std::to_string(option->estimated_days.least) + " to " + std::to_string(option->estimated_days.most) + " days.";
}

std::optional<Money> free_from(const Page& page, Currency currency) {
    auto option = promise_of(page, currency).at_home;
    return option ? option->free_from : std::nullopt;
}

std::vector<std::string> countries_served(const Page& page) { return promise_of(page).countries; }

}  // namespace vitrine::storefront
