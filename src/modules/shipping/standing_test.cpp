#include "modules/shipping/standing.h"

#include <gtest/gtest.h>

#include <set>

#include "modules/shipping/couriers/leopards_read.h"
#include "modules/shipping/couriers/shiprocket_read.h"
#include "modules/shipping/couriers/tcs_read.h"

namespace vitrine::shipping {
namespace {

using providers::leopards_code_standing;
using providers::leopards_standing;
using providers::shiprocket_standing;
using providers::tcs_standing;

/// Ends are what must never be read into words that do not say so.
bool is_end(Standing standing) { return standing == Standing::delivered || standing == Standing::rto_delivered || standing == Standing::lost || standing == Standing::cancelled; }

TEST(status_tables, hold_every_id_that_is_known_and_no_id_twice) {
    const auto& shipments = providers::shiprocket_shipment_statuses();
    const auto& orders = providers::shiprocket_order_statuses();
    EXPECT_EQ(shipments.size(), 64u);
    EXPECT_EQ(orders.size(), 66u);
    EXPECT_EQ(providers::leopards_statuses().size(), 30u);
    for (const auto* table : {&shipments, &orders, &providers::leopards_statuses(), &providers::tcs_statuses()}) {
        std::set<std::string> seen;
        for (const auto& row : *table) {
            EXPECT_TRUE(seen.insert(row.raw).second) << row.raw;
            EXPECT_NE(row.standing, Standing::unknown) << row.raw;
            EXPECT_FALSE(row.label.empty()) << row.raw;
        }
    }
}

TEST(status_tables, are_read_by_id_whatever_the_words_say) {
    for (const auto& row : providers::shiprocket_shipment_statuses()) EXPECT_EQ(shiprocket_standing(row.raw, {}, "DELIVERED"), row.standing) << row.label;
    for (const auto& row : providers::shiprocket_order_statuses()) EXPECT_EQ(shiprocket_standing({}, row.raw, "nonsense"), row.standing) << row.label;
    EXPECT_EQ(shiprocket_standing("18", "7", "x"), Standing::in_transit) << "the shipment's id counts, not the order's";
    for (const auto& row : providers::leopards_statuses()) {
        auto colon = row.raw.find(':');
        auto kind = row.raw.substr(0, colon), raw = row.raw.substr(colon + 1);
        EXPECT_EQ(kind == "webhook_code" ? leopards_code_standing(raw) : leopards_standing(raw), row.standing) << row.raw;
    }
    EXPECT_EQ(leopards_code_standing("PN4"), Standing::delivery_failed);
    EXPECT_EQ(leopards_code_standing("RN2"), Standing::rto);
    for (const auto& row : providers::tcs_statuses()) EXPECT_EQ(tcs_standing(row.raw), row.standing) << row.raw;
}

// The words of every known status, without its id: patterns may be vaguer than the table, but no pattern may invent an end or overlook a return.
TEST(words_of_statuses, invent_no_end_and_overlook_no_return) {
    std::int64_t same = 0, all = 0;
    auto look = [&](const std::string& words, Standing known) {
        auto read = standing_by_words(words);
        ++all;
        same += read == known;
        if (is_end(read)) EXPECT_EQ(read, known) << words;
        bool goes_back = known == Standing::rto || known == Standing::rto_delivered;
        if (goes_back) EXPECT_TRUE(read == Standing::rto || read == Standing::rto_delivered) << words;
    };
    for (const auto& row : providers::shiprocket_shipment_statuses()) look(row.label, row.standing);
    for (const auto& row : providers::leopards_statuses())
        if (row.raw.starts_with("pull_text:")) look(row.raw.substr(10), row.standing);
    for (const auto& row : providers::tcs_statuses()) look(row.raw, row.standing);
    EXPECT_GE(same * 100, all * 75) << same << " of " << all;
}

TEST(words_of_statuses, are_read_in_any_case_and_punctuation) {
    EXPECT_EQ(standing_by_words("REACHED BACK AT_SELLER_CITY"), Standing::rto);
    EXPECT_EQ(standing_by_words("IN TRANSIT-AT DESTINATION HUB"), Standing::in_transit);
    EXPECT_EQ(standing_by_words("UNDELIVERED-1ST ATTEMPT"), Standing::delivery_failed);
    EXPECT_EQ(standing_by_words("RTO Delivered"), Standing::rto_delivered);
    EXPECT_EQ(standing_by_words("RTO_UNDELIVERED"), Standing::rto) << "still on its way back";
    EXPECT_EQ(standing_by_words("Not delivered, door locked"), Standing::delivery_failed);
    EXPECT_EQ(standing_by_words("To be delivered tomorrow"), Standing::in_transit);
    EXPECT_EQ(standing_by_words("DELIVERED TO NEIGHBOUR"), Standing::delivered);
    EXPECT_EQ(standing_by_words("Cancellation Requested"), Standing::cancelling);
    EXPECT_EQ(standing_by_words("Parcel met a cow"), Standing::unknown);
    EXPECT_EQ(standing_by_words(""), Standing::unknown);
}

TEST(status_tables, that_nobody_understands_are_no_tables) {
    EXPECT_THROW(read_status_table("7,delivered"), std::logic_error);
    EXPECT_THROW(read_status_table("7,teleported,Teleported"), std::logic_error);
    EXPECT_TRUE(read_status_table("# nothing\n\n").empty());
}

}  // namespace
}  // namespace vitrine::shipping
