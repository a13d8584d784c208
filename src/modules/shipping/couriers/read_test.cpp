// What couriers write, read without a wire.
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "modules/shipping/couriers/leopards_read.h"
#include "modules/shipping/couriers/list.h"
#include "modules/shipping/couriers/shiprocket_call.h"
#include "modules/shipping/couriers/shiprocket_read.h"
#include "modules/shipping/couriers/shiprocket_request.h"
#include "modules/shipping/couriers/tcs_read.h"

namespace vitrine::shipping::providers {
namespace {

using Kind = CourierFault::Kind;
boost::json::value json(const char* text) { return boost::json::parse(text); }

TEST(shiprocket_answer, that_is_an_error_with_status_200_is_an_error) {
    EXPECT_FALSE(shiprocket_fault(200, json(R"({"order_id":1})")));
    EXPECT_FALSE(shiprocket_fault(200, json(R"({"order_id":1,"status":"NEW","status_code":1})"))) << "1 is NEW, not a status of HTTP";
    EXPECT_FALSE(shiprocket_fault(204, {}));
    EXPECT_EQ(shiprocket_fault(200, json(R"({"message":"no","status_code":422})"))->kind, Kind::refused);
    EXPECT_EQ(shiprocket_fault(202, json(R"({"message":"later","status_code":500})"))->kind, Kind::unknown);
    EXPECT_EQ(shiprocket_fault(429, {})->kind, Kind::unknown);
    EXPECT_EQ(shiprocket_fault(404, {})->kind, Kind::not_found);
    auto fault = shiprocket_fault(422, json(R"({"message":"The given data was invalid.","errors":{"billing_pincode":["must be 6 digits"]},"status_code":422})"));
    EXPECT_EQ(fault->kind, Kind::refused);
    EXPECT_EQ(fault->words, "The given data was invalid. billing_pincode: must be 6 digits");
}

TEST(shiprocket_message, is_read_as_in_their_sample) {
    auto news = read_shiprocket_webhook(R"({"awb":"19041424751540","courier_name":"Delhivery Surface","current_status":"IN TRANSIT","current_status_id":20,"shipment_status":"IN TRANSIT","shipment_status_id":18,
        "current_timestamp":"23 05 2023 11:43:52","order_id":"1373900_150876814","sr_order_id":348456385,"is_return":0})");
    EXPECT_TRUE(news.is_readable);
    EXPECT_EQ(news.awb, "19041424751540");
    EXPECT_EQ(shiprocket_standing("18", "20", news.words), Standing::in_transit);
    auto numeric = read_shiprocket_webhook(R"({"awb":19041424751540})");
    EXPECT_EQ(numeric.awb, "19041424751540") << "a number as well as a text";
    EXPECT_FALSE(read_shiprocket_webhook("[]").is_readable);
    EXPECT_FALSE(read_shiprocket_webhook("{}").is_readable);
    EXPECT_NE(news.event, numeric.event);
}

TEST(shiprocket_tracking, takes_times_for_indian_and_the_newest_last) {
    auto tracked = read_shiprocket_tracking("1", json(R"({"tracking_data":{"track_status":1,"shipment_status":7,"shipment_track":[{"current_status":"Delivered","edd":"2024-05-25 00:00:00"}],"track_url":"https://shiprocket.co/tracking/1",
        "shipment_track_activities":[{"date":"2024-05-23 11:43:52","status":"X","activity":"Out","location":"Pune","sr-status":"17","sr-status-label":"OUT FOR DELIVERY"},
                                     {"date":"2024-05-22 09:00:00","status":"Y","activity":"Arrived","location":"Pune","sr-status":"NA","sr-status-label":"NA"}]}})"));
    ASSERT_TRUE(tracked);
    ASSERT_EQ(tracked->scans.size(), 3u) << "the head knows more than the list";
    EXPECT_EQ(tracked->scans[0].standing, Standing::in_transit) << "by its words, since it has no id";
    EXPECT_EQ(format_rfc3339(tracked->scans[1].at), "2024-05-23T06:13:52.000Z");
    EXPECT_EQ(tracked->scans[2].standing, Standing::delivered);
    EXPECT_EQ(read_shiprocket_tracking("1", json(R"({"tracking_data":{"track_status":0}})")).error().kind, Kind::not_found);
    EXPECT_EQ(read_shiprocket_tracking("1", json(R"({"message":"x"})")).error().kind, Kind::unknown);
}

TEST(shiprocket_order, speaks_of_rupees_and_kilograms) {
    auto inr = *Currency::parse("INR");
    Consignment parcel{.reference = "100023-1-000001", .customer = {"Ayesha", "+91 98765 43210", "a@example.com", "12 Mall Road", "", "Mumbai", "Maharashtra", "400001", "IN"}, .items = {{"JAR-1", "Ghee", "0405", 2, {49'950, inr}}},
                       .goods = {99'900, inr}, .collect = {0, inr}, .weight_grams = 1'030, .size = {220, 160, 165}, .ordered_at = *parse_rfc3339("2026-11-30T20:00:00Z")};
    auto body = boost::json::parse(shiprocket_order(parcel, "Farm")).as_object();
    EXPECT_EQ(body.at("payment_method"), "Prepaid");
    EXPECT_EQ(body.at("sub_total").to_number<int>(), 999);
    EXPECT_EQ(boost::json::serialize(body.at("weight")), "1.03E0");
    EXPECT_EQ(boost::json::serialize(body.at("height")), "1.65E1");
    EXPECT_EQ(body.at("order_date"), "2026-12-01 01:30") << "India's clock";
    EXPECT_EQ(body.at("billing_phone"), "9876543210");
    parcel.collect = {104'800, inr};
    body = boost::json::parse(shiprocket_order(parcel, "Farm")).as_object();
    EXPECT_EQ(body.at("payment_method"), "COD");
    EXPECT_EQ(body.at("sub_total").to_number<int>(), 1'048) << "what the courier collects";
}

TEST(leopards_answer, has_its_number_at_either_place) {
    EXPECT_EQ(leopards_track_number(json(R"({"status":1,"track_number":"XX12345678"})")), "XX12345678");
    EXPECT_EQ(leopards_track_number(json(R"({"status":1,"packet_list":[{"track_number":"XX12345678"}]})")), "XX12345678");
    EXPECT_EQ(leopards_track_number(json(R"({"status":1})")), "");
}

TEST(leopards_tracking, reads_the_member_whose_name_has_a_space) {
    auto tracked = read_leopards_tracking("XX1", json(R"({"status":1,"packet_list":[{"track_number":"XX1","booking_date":"2026-03-01 10:00:00","booked_packet_status":"Returned to shipper","reverseCN":"XX2",
        "Tracking Detail":[{"Status":"Pending","Activity_datetime":"2026-03-02 10:00:00","Reason":"Consignee not available"}]}]})"));
    ASSERT_TRUE(tracked);
    ASSERT_EQ(tracked->scans.size(), 2u);
    EXPECT_EQ(tracked->scans[0].standing, Standing::delivery_failed);
    EXPECT_EQ(tracked->scans[0].words, "Pending: Consignee not available");
    EXPECT_EQ(tracked->scans[1].standing, Standing::rto_delivered);
    EXPECT_EQ(tracked->return_awb, "XX2");
    EXPECT_EQ(read_leopards_tracking("XX9", json(R"({"status":1,"packet_list":[]})")).error().kind, Kind::not_found);
}

TEST(tcs_tracking, reads_the_summary_where_the_checkpoints_lag) {
    auto tracked = read_tcs_tracking("779", json(R"({"message":"SUCCESS","shipmentinfo":[{}],"checkpoints":[{"datetime":"2026-03-02 10:00:00","recievedby":"","status":"Out For Delivery"}],"shipmentsummary":"Current Status: Delivered\nBy: X"})"));
    ASSERT_TRUE(tracked);
    ASSERT_EQ(tracked->scans.size(), 2u);
    EXPECT_EQ(tracked->scans[1].standing, Standing::delivered);
    EXPECT_EQ(read_tcs_tracking("779", json(R"({"message":"FAIL"})")).error().kind, Kind::not_found);
    EXPECT_EQ(read_tcs_tracking("779", json(R"({"message":"Something went wrong"})")).error().kind, Kind::unknown);
    EXPECT_EQ(tcs_error(json(R"({"errorList":[{"errormessage":"no"}]})")), "no");
}

TEST(courier_settings, of_a_store_alone_come_before_those_of_all) {
    Config config;
    config.gateway_settings = {{"leopards_api_key", "all"}, {"ghee/leopards_api_key", "own"}, {"leopards_origin_city", "789"}};
    std::map<std::string, std::string> of_store{{"leopards_origin_city", "592"}, {"leopards_api_password", "leaked"}};
    auto declared = leopards().declaration().settings;
    Values own(config, "ghee", of_store, declared), other(config, "stationery", {}, declared);
    EXPECT_EQ(own.text("leopards_api_key"), "own");
    EXPECT_EQ(other.text("leopards_api_key"), "all");
    EXPECT_EQ(own.text("leopards_origin_city"), "592");
    EXPECT_EQ(own.text("leopards_api_password"), "") << "no secret out of a store's row";
    EXPECT_EQ(own.missing()->name, "leopards_api_password");
    EXPECT_EQ(other.text("leopards_shipment_type"), "overnight");
    EXPECT_THROW(own.text("leopards_colour"), std::logic_error);
}

}  // namespace
}  // namespace vitrine::shipping::providers
