#include "modules/outgoing/catalog.h"

#include <algorithm>
#include <array>

#include <boost/json/serialize.hpp>

#include "core/check.h"
#include "modules/accounts/api.h"
#include "modules/launch/api.h"
#include "modules/carts/api.h"
#include "modules/fulfilment/api.h"
#include "modules/orders/api.h"
#include "modules/orders/edited/api.h"
#include "modules/returns/api.h"
#include "modules/stock/api.h"

namespace vitrine::outgoing {
namespace {

template <class News>
constexpr EventType entry(std::string_view aggregate, std::string_view summary) {
    return {News::name, aggregate, summary, [](shape::SchemaBook& book) { return shape::Codec<News>::schema(book); }};
}

const auto& all() {
    static const std::array types{
        entry<accounts::CustomerRegistered>("customer", "A customer has opened an account"),
        entry<launch::SignupLetter>("launch_signup", "A mailbox that was left before the store opened is asked whether it wants to hear of it, or told that it has"),
        entry<accounts::Letter>("account", "A mailbox is told something about an account: a link, a changed password, a new device, a session that was ended"),
        entry<risk::ReviewDecided>("review", "Staff, or the end of its time, decided about an order on hold"),
        entry<payments::PaymentSucceeded>("payment", "The money for an order is there"),
        entry<payments::PaymentPromised>("payment", "The buyer will pay at the door"),
        entry<payments::PaymentFailed>("payment", "A payment has ended without money"),
        entry<payments::PaymentAuthorized>("payment", "The gateway vouches for money that is captured later"),
        entry<payments::PaymentHeld>("payment", "Money that came, or was authorised, is in doubt"),
        entry<payments::PaymentReleased>("payment", "Nothing is in doubt any more"),
        entry<payments::SurplusReceived>("payment", "Money came that its order cannot take"),
        entry<payments::RefundEnded>("payment", "A refund has come to its end, well or not"),
        entry<orders::OrderPlaced>("order", "An order was placed"),
        entry<orders::OrderStateChanged>("order", "An order moved along its life"),
        entry<orders::RefundGranted>("order", "Money of an order is given back; it may still be on its way"),
        entry<orders::OrderEdited>("order", "Staff changed what an order says"),
        entry<orders::DifferenceAsked>("order", "An edit of a paid order asks its buyer for the difference"),
        entry<orders::EditEnded>("order", "An edit of a paid order has ended: done, expired, withdrawn or overtaken"),
        entry<carts::CartAbandoned>("cart", "A cart with goods in it was left alone"),
        entry<fulfilment::ParcelMoved>("parcel", "A parcel was planned, booked, sent, delivered or brought back"),
        entry<returns::ReturnAsked>("return", "A customer asks to send goods back"),
        entry<returns::ReturnMoved>("return", "A return was approved, is on its way, was received, inspected or settled"),
        entry<stock::Arrived>("variant", "Goods are there that an order waited for"),
        entry<stock::LowStock>("variant", "A variant has fallen to where staff want to know"),
    };
    return types;
}

constexpr std::string_view components = "#/components/schemas/";

/// The book's references are those of an OpenAPI document; a schema that stands alone has its parts under $defs.
std::string with_own_references(std::string text) {
    for (size_t at = 0; (at = text.find(components, at)) != std::string::npos;) text.replace(at, components.size(), "#/$defs/");
    return text;
}

void indent(std::string& out, const shape::json::value& value, int depth) {
    auto line = [&](int steps) { out += "\n" + std::string(size_t(steps) * 2, ' '); };
    if (const auto* object = value.if_object(); object && !object->empty()) {
        out += '{';
        bool is_first = true;
        for (const auto& [name, inner] : *object) {
            if (!std::exchange(is_first, false)) out += ',';
            line(depth + 1);
            out += shape::json::serialize(shape::json::value(name)) + ": ";
            bool is_short = !inner.is_object() || shape::json::serialize(inner).size() < 100;
            if (is_short) out += shape::json::serialize(inner);
            else indent(out, inner, depth + 1);
        }
        line(depth);
        out += '}';
        return;
    }
    out += shape::json::serialize(value);
}

}  // namespace

std::span<const EventType> event_types() { return all(); }

bool is_event_type(std::string_view name) { return std::ranges::find(all(), name, &EventType::name) != all().end(); }

std::string schema_text(const EventType& type) {
    shape::SchemaBook book;
    auto root = type.schema(book);
    shape::json::object schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"$id", "vitrine:" + std::string(type.name)}};
    for (const auto& [name, value] : root) schema[name] = value;
    shape::json::object parts;
    for (const auto& [name, part] : book.named) parts[name] = part;
    schema["$defs"] = std::move(parts);
    std::string out;
    indent(out, schema, 0);
    return with_own_references(std::move(out));
}

std::string events_document() {
    std::string out =
        "# Events\n\nWhat other programs hear of the shop, by [webhook](guides/webhooks.md) or at the broker. Printed by `vitrine events`; a test compares this page with the program.\n\n"
        "Every message is `{\"id\", \"type\", \"timestamp\", \"store\", \"aggregate\", \"sequence\", \"data\"}`: `id` is the event's own and stays the same however often it is told, `aggregate` is what it\n"
        "is about, `sequence` counts the news about that from 1 without a gap, and `data` has the schema below. A later version may add members: ignore those you do not know.\n\n"
        "| type | about | says |\n|---|---|---|\n";
    for (const auto& type : event_types()) out += "| [`" + std::string(type.name) + "`](#" + anchor_of(type.name) + ") | " + std::string(type.aggregate) + " | " + std::string(type.summary) + " |\n";
    for (const auto& type : event_types()) out += "\n## " + std::string(type.name) + "\n\n" + std::string(type.summary) + ".\n\n```json\n" + schema_text(type) + "\n```\n";
    return out;
}

std::string anchor_of(std::string_view name) {
    std::string out(name);
    std::erase(out, '.');
    return out;
}

}  // namespace vitrine::outgoing
