#include <gtest/gtest.h>

#include "modules/shipping/api.h"

namespace vitrine::shipping {
namespace {

stores::Store store_with_threshold() {
    auto pkr = *Currency::parse("PKR");
    stores::Store store;
    store.currency = pkr;
    store.shipping = {.flat_fee = {20'000, pkr}, .free_from = Money{300'000, pkr}, .countries = {"PK"}};
    return store;
}
Money rupees(std::int64_t whole) { return {whole * 100, *Currency::parse("PKR")}; }

TEST(shipping_options, cost_the_flat_fee_below_the_threshold_and_nothing_from_it_on) {
    auto store = store_with_threshold();
    EXPECT_EQ(options(store, rupees(2'999), "PK").at(0).price, rupees(200));
    EXPECT_EQ(options(store, rupees(3'000), "PK").at(0).price, rupees(0));
    EXPECT_EQ(options(store, rupees(2'999), "PK").at(0).free_from, rupees(3'000));
}

TEST(shipping_options, without_a_threshold_are_never_free) {
    auto store = store_with_threshold();
    store.shipping.free_from.reset();
    EXPECT_EQ(options(store, rupees(1'000'000), "PK").at(0).price, rupees(200));
}

TEST(shipping_options, are_none_where_the_store_does_not_deliver) {
    EXPECT_TRUE(options(store_with_threshold(), rupees(100), "FR").empty());
    EXPECT_FALSE(find_option(store_with_threshold(), rupees(100), "PK", "drone"));
}

}  // namespace
}  // namespace vitrine::shipping
