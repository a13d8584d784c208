#pragma once
#include <filesystem>

#include "modules/documents/api.h"
#include "modules/orders/refund.h"
#include "tests/shop/shop.h"

namespace vitrine::test {

/// A shop with the settings, taxes and papers of one of the presets, and an article of its own; buyers anywhere place whole orders and pay them by bank.
///
///     PresetShop ghee("ghee");
///     auto order = ghee.paid(ghee.cart({{"गाय का घी", 54'900}}, PresetShop::address("राधिका शर्मा", "Jaipur", "IN", "Rajasthan")));
class PresetShop {
public:
    explicit PresetShop(const std::string& preset);

    struct Goods {
        std::string title;
        std::int64_t price_minor = 10'000;
        std::int64_t quantity = 1;
    };
    static carts::Address address(const std::string& name, const std::string& city, const std::string& country, const std::string& state = "", const std::string& line1 = "12 Mall Road");
    /// A cart with these goods and its quote.
    Shop::Cart cart(const std::vector<Goods>& goods, const carts::Address& ship_to, std::optional<carts::Address> bill_to = {});
    orders::OrderView placed(const Shop::Cart& cart);
    orders::OrderView paid(const Shop::Cart& cart);          ///< by bank transfer, and the order has heard of it
    void move(orders::OrderId id, const std::string& verb);  ///< by staff; jobs are run
    void call_off(orders::OrderId id);                       ///< by staff, before anybody has paid; jobs are run
    Ctx staff() const;
    std::int64_t account(const std::string& name);           ///< its balance in the books, minor units

    Shop shop;
    int articles = 0;
};

/// The text of a PDF as pdftotext reads it, laid out as on the page.
std::string text_of_pdf(const std::string& bytes);
/// The names of the fonts in it.
std::string fonts_of_pdf(const std::string& bytes);
/// With VITRINE_KEEP_PRINTS=folder tests leave what they drew there, to be looked at.
void keep_print(const std::string& name, const std::string& bytes);

}  // namespace vitrine::test
