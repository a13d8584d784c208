#include <algorithm>

#include "core/text.h"
#include "modules/orders/list.h"

namespace vitrine::orders {

std::vector<std::string> words_in(std::string_view text) {
    constexpr std::string_view between = " \t\n\r,.;:()\"/+-";
    std::vector<std::string> words;
    for (size_t at = 0; at < text.size();) {
        auto begin = text.find_first_not_of(between, at);
        if (begin == std::string_view::npos) break;
        auto end = std::min(text.find_first_of(between, begin), text.size());
        auto word = lower_ascii(text.substr(begin, end - begin));
        if (word.size() > 60) {  // cut between two letters
            size_t cut = 60;
            while ((word[cut] & 0xC0) == 0x80) --cut;
            word.resize(cut);
        }
        if (count_code_points(word) >= 2 && std::ranges::find(words, word) == words.end()) words.push_back(std::move(word));
        at = end;
    }
    return words;
}

std::vector<std::string> words_of(const OrderView& order) {
    std::string text;
    auto add = [&](const carts::Address& address) {
        text += address.name.str() + " " + address.city.str() + " ";
        if (address.phone) text += address.phone->str() + " ";
    };
    add(order.shipping_address);
    if (order.billing_address) add(*order.billing_address);
    return words_in(text);
}

}  // namespace vitrine::orders
