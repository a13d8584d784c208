// Messages of gateways and couriers, as each of them reads raw bytes: signed by us, so that what lies behind the signature is reached too, and unsigned.
#include "core/text.h"
#include "io/crypto/digest.h"
#include "modules/payments/gateways/easypaisa_messages.h"
#include "modules/payments/gateways/jazzcash_hash.h"
#include "modules/payments/gateways/jazzcash_message.h"
#include "modules/payments/gateways/razorpay_webhook.h"
#include "modules/payments/gateways/stripe_webhook.h"
#include "modules/shipping/couriers/leopards_read.h"
#include "modules/shipping/couriers/shiprocket_read.h"
#include "modules/shipping/couriers/tcs_read.h"
#include "tests/fuzz/target.h"

namespace vitrine::fuzz {
namespace {

using namespace payments;
using namespace payments::providers;
namespace couriers = shipping::providers;

const Instant now{std::chrono::seconds(1'800'000'000)};
constexpr std::string_view secret = "whsec_fuzz", salt = "9208s6wx05";

bool can_be_kept(std::string_view text) { return is_utf8(text) && text.find('\0') == std::string_view::npos; }

void check_event(const WebhookEvent& event) {
    must(!event.id.empty() && !event.kind.empty(), "an event can be told from others");
    for (const auto& text : {event.id, event.kind, event.oddity, event.reference.value_or(""), event.claimed_payment.value_or(""), event.claimed_store.value_or(""), event.claimed_refund.value_or(""),
                             event.dispute.value_or(""), event.warning.value_or("")})
        must(can_be_kept(text), "what a message says can be kept");
}

void check_hint(const Result<ReturnHint>& hint) {
    if (!hint) return;
    must(!hint->reference.empty(), "a hint names what it speaks of");
}

void stripe(Input& input) {
    auto header = std::string(input.line());
    std::string body(input.rest());
    auto time = std::to_string(std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count());
    bool fits = stripe_signature_fits(header, body, secret, now);
    must(!fits || header.find("v1=") != std::string::npos, "what fits is signed");
    auto good = "t=" + time + ",v1=" + crypto::hex(crypto::hmac_sha256(secret, time + "." + body));
    must(stripe_signature_fits(good, body, secret, now), "what we sign fits");
    must(!stripe_signature_fits(good, body + " ", secret, now), "and nothing else does");
    check_event(read_stripe_event(body));
}

void razorpay(Input& input) {
    auto signature = input.line(), id = input.line();
    std::string body(input.rest());
    must(!razorpay_webhook_fits(signature, body, secret) || signature == crypto::hex(crypto::hmac_sha256(secret, body)), "what fits is signed");
    if (id.find('\0') == std::string_view::npos) check_event(read_razorpay_event(id, body));  // no header of ours holds a NUL
    if (auto fields = http::parse_form(body)) check_hint(read_razorpay_return(*fields, secret));
}

const Values& jazzcash_values() {
    static const Config config = [] {
        Config made;
        made.gateway_settings = {{"jazzcash_merchant_id", "MC1"}, {"jazzcash_salt", std::string(salt)}};
        return made;
    }();
    static const std::vector<Setting> declared{{.name = "jazzcash_merchant_id", .help = ""}, {.name = "jazzcash_salt", .help = ""}, {.name = "jazzcash_previous_salt", .help = ""}};
    static const Values values(config, static_cast<const stores::Store*>(nullptr), declared);
    return values;
}

void jazzcash(Input& input) {
    http::Request request;
    request.headers = {{"content-type", input.decision() % 2 ? "application/json" : "application/x-www-form-urlencoded"}};
    bool is_signed = input.decision() % 2;
    request.body = input.rest();
    auto fields = http::parse_form(request.body);
    if (fields) check_hint(read_jazzcash_return(*fields, jazzcash_values()));
    if (is_signed && fields) {
        std::erase_if(*fields, [](const auto& field) { return field.first == "pp_MerchantID" || field.first == "pp_SecureHash"; });
        fields->emplace_back("pp_MerchantID", "MC1");
        jazzcash_sign(*fields, salt);
        check_hint(read_jazzcash_return(*fields, jazzcash_values()));
        request.body = http::encode_form(*fields);
        request.headers = {{"content-type", "application/x-www-form-urlencoded"}};
    }
    if (auto event = read_jazzcash_event(request, jazzcash_values())) check_event(*event);
}

void easypaisa(Input& input) {
    auto fields = http::parse_form(input.rest());
    if (!fields) return;
    http::Request request;
    request.query = *fields;
    if (auto event = read_easypaisa_ipn(request, "https://easypay.easypaisa.com.pk", now)) check_event(*event);
    check_hint(read_easypaisa_return(*fields));
    auto next = easypaisa_confirmation(*fields, "https://easypay.easypaisa.com.pk", "https://shop.test");
    must(!next || next->url == "https://easypay.easypaisa.com.pk/easypay/Confirm.jsf", "a browser is sent to Easypaisa only");
}

void check_tracked(const shipping::CourierAnswer<shipping::Tracked>& tracked) {
    if (!tracked) return;
    for (const auto& scan : tracked->scans) must(can_be_kept(scan.words) && can_be_kept(scan.place), "what a courier says can be kept");
}

void courier_messages(Input& input) {
    std::string body(input.rest());
    for (const auto& news : {couriers::read_shiprocket_webhook(body), couriers::read_leopards_webhook(body)}) {
        must(!news.event.empty() && (!news.is_readable || !news.awb.empty()), "a message that can be read names a parcel");
        must(can_be_kept(news.awb) && can_be_kept(news.words), "what a message says can be kept");
        couriers::shiprocket_standing(news.words, news.words, news.words);
        couriers::leopards_standing(news.words);
        couriers::leopards_code_standing(news.words);
        couriers::tcs_standing(news.words);
    }
    shape::json::value parsed;
    if (shape::parse_json(body, parsed)) return;
    check_tracked(couriers::read_shiprocket_tracking("AWB1", parsed));
    check_tracked(couriers::read_leopards_tracking("AWB1", parsed));
    check_tracked(couriers::read_tcs_tracking("AWB1", parsed));
    couriers::find_in_shiprocket_orders(parsed, "ref");
    couriers::leopards_track_number(parsed);
    couriers::tcs_error(parsed);
}

}  // namespace

void webhooks(std::string_view bytes) {
    Input input(bytes);
    switch (input.decision() % 5) {
        case 0: return stripe(input);
        case 1: return razorpay(input);
        case 2: return jazzcash(input);
        case 3: return easypaisa(input);
        default: return courier_messages(input);
    }
}

}  // namespace vitrine::fuzz
