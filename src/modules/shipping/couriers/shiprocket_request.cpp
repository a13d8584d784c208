// Source: apidocs.shiprocket.in, "Create Custom Order" and "Create Return Order".
#include "modules/shipping/couriers/shiprocket_request.h"

#include <algorithm>

namespace vitrine::shipping::providers {
namespace {

struct Item {
    std::string name, sku;
    std::int64_t units = 1;
    RawJson selling_price;
    std::optional<std::string> hsn;
};
SHAPE(Item, name, sku, units, selling_price, hsn)

struct Order {
    std::string order_id, order_date, pickup_location, comment;
    std::string billing_customer_name, billing_last_name, billing_address, billing_address_2, billing_city, billing_pincode, billing_state, billing_country, billing_email, billing_phone;
    bool shipping_is_billing = true;
    std::vector<Item> order_items;
    std::string payment_method;
    RawJson sub_total, length, breadth, height, weight;
};
SHAPE(Order, order_id, order_date, pickup_location, comment, billing_customer_name, billing_last_name, billing_address, billing_address_2, billing_city, billing_pincode, billing_state, billing_country,
      billing_email, billing_phone, shipping_is_billing, order_items, payment_method, sub_total, length, breadth, height, weight)

struct Return {
    std::string order_id, order_date, return_reason;
    std::string pickup_customer_name, pickup_address, pickup_address_2, pickup_city, pickup_state, pickup_country, pickup_pincode, pickup_email, pickup_phone;
    std::string shipping_customer_name, shipping_address, shipping_address_2, shipping_city, shipping_state, shipping_country, shipping_pincode, shipping_email, shipping_phone;
    std::vector<Item> order_items;
    std::string payment_method = "Prepaid";
    RawJson sub_total, length, breadth, height, weight;
};
SHAPE(Return, order_id, order_date, return_reason, pickup_customer_name, pickup_address, pickup_address_2, pickup_city, pickup_state, pickup_country, pickup_pincode, pickup_email, pickup_phone,
      shipping_customer_name, shipping_address, shipping_address_2, shipping_city, shipping_state, shipping_country, shipping_pincode, shipping_email, shipping_phone, order_items,
      payment_method, sub_total, length, breadth, height, weight)

std::vector<Item> items_of(const Consignment& parcel) {
    std::vector<Item> out;
    for (const auto& item : parcel.items)
        out.push_back({shortened(item.title, 190), item.sku, item.quantity, {format_major(item.unit_price)}, item.hsn.empty() ? std::nullopt : std::optional(item.hsn)});
    return out;
}

/// The list's own words, without its numbers and quotes; the first column is a number.
std::vector<std::string> read_reasons(std::string_view csv) {
    std::vector<std::string> out;
    for (size_t at = csv.find('\n') + 1; at < csv.size();) {
        auto end = std::min(csv.find('\n', at), csv.size());
        auto words = csv.substr(at, end - at);
        words.remove_prefix(std::min(words.find(',') + 1, words.size()));
        if (words.ends_with('\r')) words.remove_suffix(1);
        if (words.size() > 1 && words.starts_with('"')) words = words.substr(1, words.size() - 2);
        if (!words.empty()) out.emplace_back(words);
        at = end + 1;
    }
    return out;
}

std::string india_date(Instant at) {
    auto text = format_rfc3339(at + std::chrono::minutes(india_ahead));
    return text.substr(0, 10) + " " + text.substr(11, 5);
}

std::string country_name(const std::string& code) { return code == "IN" ? "India" : code; }

void measure(auto& body, const Consignment& parcel) {
    body.length = centimetres(parcel.size.length_mm);
    body.breadth = centimetres(parcel.size.width_mm);
    body.height = centimetres(parcel.size.height_mm);
    body.weight = kilograms(parcel.weight_grams);
}

}  // namespace

const std::vector<std::string>& shiprocket_return_reasons() {
    static constexpr const char* table =
#include "modules/shipping/data/shiprocket_return_reasons.inc"
        ;
    static const auto all = read_reasons(table);
    return all;
}

bool is_shiprocket_reason(std::string_view words) {
    const auto& all = shiprocket_return_reasons();
    return std::ranges::find(all, words) != all.end();
}

std::string shiprocket_order(const Consignment& parcel, std::string_view pickup_location) {
    const auto& to = parcel.customer;
    bool is_cash = !parcel.collect.is_zero();
    Order body{.order_id = parcel.reference, .order_date = india_date(parcel.ordered_at), .pickup_location = std::string(pickup_location), .comment = parcel.note};
    body.billing_customer_name = to.name;
    body.billing_address = to.line1;
    body.billing_address_2 = to.line2;
    body.billing_city = shortened(to.city, 30);
    body.billing_pincode = to.postal_code;
    body.billing_state = to.state;
    body.billing_country = country_name(to.country);
    body.billing_email = to.email;
    body.billing_phone = national_phone(to.phone, to.country);
    body.order_items = items_of(parcel);
    body.payment_method = is_cash ? "COD" : "Prepaid";
    body.sub_total = {format_major(is_cash ? parcel.collect : parcel.goods)};
    measure(body, parcel);
    return to_json(body);
}

std::string shiprocket_return(const Consignment& parcel, const Party& shop) {
    const auto& from = parcel.customer;
    Return body{.order_id = parcel.reference, .order_date = india_date(parcel.ordered_at), .return_reason = is_shiprocket_reason(parcel.reason) ? parcel.reason : "Other"};
    body.pickup_customer_name = from.name, body.pickup_address = from.line1, body.pickup_address_2 = from.line2, body.pickup_city = shortened(from.city, 30), body.pickup_state = from.state;
    body.pickup_country = country_name(from.country), body.pickup_pincode = from.postal_code, body.pickup_email = from.email, body.pickup_phone = national_phone(from.phone, from.country);
    body.shipping_customer_name = shop.name, body.shipping_address = shop.line1, body.shipping_address_2 = shop.line2, body.shipping_city = shop.city, body.shipping_state = shop.state;
    body.shipping_country = shop.country, body.shipping_pincode = shop.postal_code, body.shipping_email = shop.email, body.shipping_phone = shop.phone;
    body.order_items = items_of(parcel);
    body.sub_total = {format_major(parcel.goods)};
    measure(body, parcel);
    return to_json(body);
}

}  // namespace vitrine::shipping::providers
