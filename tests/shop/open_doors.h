#pragma once
// The routes of the API that ask for no permission: whom each is for, and what it is asked with (tests/scenarios/openapi_matrix_test.cpp).
#include <map>
#include <string>
#include <string_view>

#include "core/shape.h"

namespace vitrine::test {

enum class Door {
    anybody,     ///< whoever asks; a token that is none any more is told so
    way_in,      ///< makes or renews what people sign in by: an old token is no hindrance, and none helps
    own,         ///< of the customer who is signed in; what is named in the path is another's for everybody else
    person,      ///< the same for staff who are signed in
    holder,      ///< whose cart it is, or who holds its token
    order,       ///< who holds the order's token
    secret,      ///< whoever knows the secret that is sent along; nobody is asked who they are
    signature,   ///< whoever signs
};
SHAPE_ENUM(Door, anybody, way_in, own, person, holder, order, secret, signature)

struct OpenDoor {
    Door door;
    std::string_view body = {}, query = {};
    bool ends_session = false;   ///< asked last
    bool may_be_absent = false;  ///< what is asked for, even for its owner, who has nothing there
};

inline constexpr std::string_view credentials = R"({"email":"ayesha@example.com","password":"a wrong guess"})", mailbox = R"({"email":"nobody@example.com"})", link = R"({"token":"nothing"})",
                           link_and_password = R"({"token":"nothing","password":"seven green notebooks"})",
                           address = R"({"name":"Ayesha Khan","line1":"12 Mall Road","city":"Lahore","country":"PK"})",
                           kept_address = R"({"address":{"name":"Ayesha Khan","line1":"12 Mall Road","city":"Lahore","country":"PK"}})", password = R"({"password":"a wrong guess"})",
                           passkey = R"({"credential":"AAAA","client_data":"AAAA","authenticator_data":"AAAA","signature":"AAAA"})", password_and_code = R"({"password":"a wrong guess","code":"000000"})";

/// Bodies are fit for their shapes, so that what decides is who asks. `$name` is filled in by the scene.
inline const std::map<std::string, OpenDoor, std::less<>> open_doors{
    {"GET /api/docs", {Door::anybody}},
    {"GET /api/v1/openapi.json", {Door::anybody}},
    {"POST /api/v1/auth/email-change/confirmation", {Door::secret, link}},
    {"POST /api/v1/auth/invitations/acceptance", {Door::way_in, link_and_password}},
    {"GET /api/v1/auth/jwks.json", {Door::way_in}},
    {"POST /api/v1/auth/login", {Door::way_in, credentials}},
    {"POST /api/v1/auth/logout", {.door = Door::person, .ends_session = true}},
    {"POST /api/v1/auth/magic-link", {Door::way_in, mailbox}},
    {"POST /api/v1/auth/magic-link/session", {Door::way_in, link}},
    {"POST /api/v1/auth/passkeys/options", {Door::way_in}},
    {"POST /api/v1/auth/passkeys/session", {Door::way_in, passkey}},
    {"POST /api/v1/auth/password-reset", {Door::way_in, mailbox}},
    {"POST /api/v1/auth/password-reset/confirmation", {Door::way_in, link_and_password}},
    {"POST /api/v1/auth/refresh", {Door::way_in, R"({"refresh_token":"rt_nothing"})"}},
    {"POST /api/v1/auth/register", {Door::way_in, R"({"email":"new@example.com","name":"New","password":"seven green notebooks"})"}},
    {"POST /api/v1/auth/second-factor", {Door::way_in, R"({"challenge":"nothing","code":"000000"})"}},
    {"POST /api/v1/auth/second-factor/passkey", {Door::way_in, R"({"challenge":"nothing","passkey":{"credential":"AAAA","client_data":"AAAA","authenticator_data":"AAAA","signature":"AAAA"}})"}},
    {"POST /api/v1/auth/second-factor/passkey/options", {Door::way_in, R"({"challenge":"nothing"})"}},
    {"GET /api/v1/auth/sessions", {Door::person}},
    {"DELETE /api/v1/auth/sessions", {.door = Door::person, .ends_session = true}},
    {"DELETE /api/v1/auth/sessions/{id}", {Door::person}},
    {"POST /api/v1/auth/staff/login", {Door::way_in, credentials}},
    {"POST /api/v1/auth/staff/password-reset", {Door::way_in, mailbox}},
    {"POST /api/v1/auth/verify-email", {Door::way_in, link_and_password}},
    {"GET /api/v1/brands", {Door::anybody}},
    {"POST /api/v1/cart-recoveries", {Door::secret, link}},
    {"POST /api/v1/carts", {Door::anybody, "{}"}},
    {"GET /api/v1/carts/mine", {.door = Door::own, .may_be_absent = true}},
    {"GET /api/v1/carts/{id}", {Door::holder}},
    {"PUT /api/v1/carts/{id}/addresses", {Door::holder, R"({"email":"ayesha@example.com","shipping":$address})"}},
    {"POST /api/v1/carts/{id}/coupons", {Door::holder, R"({"code":"NONE"})"}},
    {"DELETE /api/v1/carts/{id}/coupons/{code}", {.door = Door::holder, .may_be_absent = true}},
    {"PUT /api/v1/carts/{id}/currency", {Door::holder, R"({"currency":"PKR"})"}},
    {"POST /api/v1/carts/{id}/gift-cards", {Door::secret, R"({"code":"NONE"})"}},
    {"DELETE /api/v1/carts/{id}/gift-cards/{card}", {.door = Door::holder, .may_be_absent = true}},
    {"POST /api/v1/carts/{id}/lines", {Door::holder, R"({"variant":"$variant","quantity":1})"}},
    {"PATCH /api/v1/carts/{id}/lines/{line}", {Door::holder, R"({"quantity":2})"}},
    {"DELETE /api/v1/carts/{id}/lines/{line}", {Door::holder}},
    {"GET /api/v1/carts/{id}/live", {Door::holder}},
    {"POST /api/v1/carts/{id}/merge", {.door = Door::own, .may_be_absent = true}},
    {"GET /api/v1/carts/{id}/quote", {Door::holder}},
    {"PUT /api/v1/carts/{id}/shipping-option", {Door::holder, R"({"option":"none"})"}},
    {"GET /api/v1/carts/{id}/shipping-options", {Door::holder}},
    {"GET /api/v1/categories", {Door::anybody}},
    {"GET /api/v1/consent", {Door::anybody}},
    {"PUT /api/v1/consent", {Door::anybody, R"({"analytics":false})"}},
    {"POST /api/v1/data-requests/withdrawal", {Door::secret, R"({"request":"nothing","token":"nothing"})"}},
    {"GET /api/v1/feature-flags", {Door::anybody}},
    {"POST /api/v1/launch-signups", {.door = Door::secret, .body = mailbox, .may_be_absent = true}},
    {"POST /api/v1/launch-signups/confirmation", {Door::secret, link}},
    {"POST /api/v1/launch-signups/removal", {Door::secret, link}},
    {"GET /api/v1/me", {Door::person}},
    {"PATCH /api/v1/me", {Door::person, R"({"name":"Ayesha K"})"}},
    {"GET /api/v1/me/addresses", {Door::own}},
    {"POST /api/v1/me/addresses", {Door::own, kept_address}},
    {"PUT /api/v1/me/addresses/{id}", {Door::own, kept_address}},
    {"DELETE /api/v1/me/addresses/{id}", {Door::own}},
    {"GET /api/v1/me/data-requests", {Door::own}},
    {"POST /api/v1/me/data-requests/copies", {Door::own}},
    {"POST /api/v1/me/data-requests/deletions", {Door::own, password}},
    {"GET /api/v1/me/data-requests/{id}/file", {.door = Door::own, .may_be_absent = true}},
    {"POST /api/v1/me/data-requests/{id}/withdrawal", {.door = Door::own, .may_be_absent = true}},
    {"POST /api/v1/me/email", {Door::person, R"({"email":"else@example.com","password":"a wrong guess"})"}},
    {"POST /api/v1/me/lists/merge", {Door::own}},
    {"GET /api/v1/me/orders", {Door::own}},
    {"GET /api/v1/me/orders/live", {Door::own}},
    {"GET /api/v1/me/passkeys", {Door::person}},
    {"POST /api/v1/me/passkeys", {Door::person, R"({"passkey":{"client_data":"AAAA","attestation_object":"AAAA","transports":[]}})"}},
    {"POST /api/v1/me/passkeys/options", {Door::person, password}},
    {"POST /api/v1/me/passkeys/proof", {.door = Door::person, .may_be_absent = true}},
    {"PATCH /api/v1/me/passkeys/{id}", {.door = Door::person, .body = R"({"name":"Key"})", .may_be_absent = true}},
    {"POST /api/v1/me/passkeys/{id}/removal", {.door = Door::person, .body = password, .may_be_absent = true}},
    {"PUT /api/v1/me/password", {Door::person, R"({"old_password":"a wrong guess","password":"seven green notebooks"})"}},
    {"GET /api/v1/me/saved-items", {Door::anybody}},
    {"POST /api/v1/me/saved-items", {.door = Door::holder, .body = R"({"cart":"$cart","line":"$line"})", .may_be_absent = true}},
    {"DELETE /api/v1/me/saved-items/{variant}", {Door::anybody}},
    {"POST /api/v1/me/saved-items/{variant}/return", {.door = Door::holder, .body = R"({"cart":"$cart"})", .may_be_absent = true}},
    {"POST /api/v1/me/second-factor", {Door::person, password}},
    {"POST /api/v1/me/second-factor/confirmation", {Door::person, R"({"code":"000000"})"}},
    {"POST /api/v1/me/second-factor/recovery-codes", {Door::person, password_and_code}},
    {"POST /api/v1/me/second-factor/removal", {Door::person, password_and_code}},
    {"GET /api/v1/me/wishlist", {Door::anybody}},
    {"PUT /api/v1/me/wishlist/{variant}", {Door::anybody}},
    {"DELETE /api/v1/me/wishlist/{variant}", {Door::anybody}},
    {"POST /api/v1/me/wishlist/{variant}/return", {.door = Door::holder, .body = R"({"cart":"$cart"})", .may_be_absent = true}},
    {"GET /api/v1/notice-preferences", {Door::secret, {}, "token=nothing"}},
    {"PUT /api/v1/notice-preferences", {Door::secret, R"({"off":[]})", "token=nothing"}},
    {"POST /api/v1/orders", {Door::holder, R"({"cart":"$cart","payment_method":"bank_transfer","expected_total":{"minor":1,"currency":"PKR"}})"}},
    {"GET /api/v1/orders/{id}", {Door::order}},
    {"GET /api/v1/orders/{id}/difference", {.door = Door::order, .may_be_absent = true}},
    {"POST /api/v1/orders/{id}/difference/payment", {.door = Door::order, .may_be_absent = true}},
    {"GET /api/v1/orders/{id}/documents", {Door::order}},
    {"GET /api/v1/orders/{id}/documents/{document}/pdf", {.door = Door::order, .may_be_absent = true}},
    {"GET /api/v1/orders/{id}/invoice.pdf", {.door = Door::order, .may_be_absent = true}},
    {"GET /api/v1/orders/{id}/live", {Door::order}},
    {"GET /api/v1/orders/{id}/notes", {Door::order}},
    {"POST /api/v1/orders/{id}/notes", {Door::order, R"({"text":"Hello"})"}},
    {"GET /api/v1/orders/{id}/notices", {Door::order}},
    {"POST /api/v1/orders/{id}/notices/{notice}/reading", {.door = Door::order, .may_be_absent = true}},
    {"GET /api/v1/orders/{id}/parcels", {Door::order}},
    {"POST /api/v1/orders/{id}/payment-proofs", {Door::order}},
    {"GET /api/v1/orders/{id}/return-offer", {Door::order}},
    {"GET /api/v1/orders/{id}/returns", {Door::order}},
    {"POST /api/v1/orders/{id}/returns", {Door::order, R"({"lines":[{"position":1,"quantity":1}],"reason":"other"})"}},
    {"POST /api/v1/orders/{id}/returns/{return_id}/cancellation", {.door = Door::order, .may_be_absent = true}},
    {"GET /api/v1/orders/{id}/timeline", {Door::order}},
    {"GET /api/v1/orders/{id}/tracking", {Door::order}},
    {"GET /api/v1/payment-methods", {Door::holder, {}, "cart=$cart"}},
    {"POST /api/v1/payments/{id}/verification", {Door::anybody, "{}"}},
    {"POST /api/v1/payments/{id}/wallet", {Door::anybody, R"({"fields":[{"name":"mobile","value":"03001234567"}]})"}},
    {"GET /api/v1/products", {Door::anybody}},
    {"GET /api/v1/products/{product}", {Door::anybody}},
    {"GET /api/v1/products/{product}/availability", {Door::anybody}},
    {"GET /api/v1/products/{product}/availability/live", {Door::anybody}},
    {"GET /api/v1/search/suggestions", {Door::anybody, {}, "q=pen"}},
    {"POST /api/v1/webhooks/parcels/{courier}", {Door::signature, "{}"}},
    {"POST /api/v1/webhooks/{gateway}", {Door::signature, "{}"}},
    {"GET /api/v1/webhooks/{gateway}", {Door::signature, {}, "url=x"}},
};

}  // namespace vitrine::test
