#pragma once
// One notice and what it is made of.
#include "modules/carts/api.h"
#include "modules/notices/api.h"

namespace vitrine::notices {

inline constexpr RefusalKind not_found{"notices.not_found", 404, "No such notice"};
inline constexpr RefusalKind illegal_move{"notices.illegal_move", 409, "The notice cannot go there from where it is"};
inline constexpr RefusalKind template_unknown{"notices.template_unknown", 404, "There is no such occasion or language"};
inline constexpr RefusalKind token_refused{"notices.token_refused", 404, "This link does not work; ask for a newer message's"};
inline constexpr RefusalKind nothing_to_render{"notices.nothing_to_render", 422, "This notice has no such form"};

enum class State { queued, sending, sent, failed, bounced, suppressed };
SHAPE_ENUM(State, queued, sending, sent, failed, bounced, suppressed)
enum class SuppressionReason { bounced, complained, staff };
SHAPE_ENUM(SuppressionReason, bounced, complained, staff)

struct NoticeRow {
    NoticeId id;
    std::string stage, subject;
    Audience audience = Audience::buyer;
    Channel channel = Channel::mail;
    std::string recipient;
    std::string preferences_of;                 ///< the mailbox whose preferences hold, as addresses are compared; empty: none is known
    std::string language;
    RawJson facts;
    State state = State::queued;
    std::string why;
    std::int64_t edition = 1, attempts = 0;
    Instant due{}, created_at{};
    std::optional<Instant> sent_at, read_at;
};
SHAPE(NoticeRow, id, stage, subject, audience, channel, recipient, preferences_of, language, facts, state, why, edition, attempts, due, created_at, sent_at, read_at)

struct SettingsRow {
    RawJson settings;
    std::int64_t version = 1;
};
SHAPE(SettingsRow, settings, version)
struct PreferencesRow {
    std::optional<std::string> language;
    std::vector<std::string> switched_off;
};
SHAPE(PreferencesRow, language, switched_off)
struct SuppressionRow {
    Channel channel = Channel::mail;
    std::string address;
    SuppressionReason reason = SuppressionReason::staff;
    std::string detail, actor;
    Instant at{};
};
SHAPE(SuppressionRow, channel, address, reason, detail, actor, at)
struct TemplateRow {
    std::string stage, language;
    RawJson definition;
    std::int64_t version = 1;
    Instant changed_at{};
};
SHAPE(TemplateRow, stage, language, definition, version, changed_at)

/// Text behind which nothing secret may hide: what looks like the number of a payment card is left out whole.
std::string without_card_number(std::string text);

/// One line of an order as a notice tells it.
struct FactLine {
    std::string title, options;
    std::int64_t quantity = 1;
    Money amount;
};
SHAPE(FactLine, title, options, quantity, amount)
/// One row below the lines: "subtotal", "discount", "shipping", "fee", "tax", "total", by its name in the labels.
struct FactTotal {
    std::string what;
    Money amount;
};
SHAPE(FactTotal, what, amount)
/// Where money is to be transferred.
struct FactTransfer {
    std::string bank, title, account, iban, reference;
    Money amount;
    Instant deadline{};
};
SHAPE(FactTransfer, bank, title, account, iban, reference, amount, deadline)

/// Which abandoned cart, as its news told it.
using FactCart = carts::CartAbandoned;

/// Everything a notice may say, as it was when the thing happened. No secrets, no card data: links with tokens are made when it is sent.
struct Facts {
    std::optional<std::string> order, order_number, customer, delivery, reason, product, sku, courier, tracking, tracking_url;
    std::optional<Money> amount;                ///< what this is about: the money that came, or went back
    std::optional<std::string> account, account_link;  ///< of mails about an account: what the link does (accounts::Purpose), and its id; the link itself is made when it is sent
    std::optional<std::string> signup;          ///< of mails about an opening: whose link it is
    std::optional<std::string> device, network;  ///< from where somebody signed in
    std::optional<Instant> at;
    std::optional<std::int64_t> left;
    std::optional<std::vector<std::string>> address;
    std::optional<std::vector<FactLine>> lines;
    std::optional<std::int64_t> more_lines;     ///< than are told
    std::optional<std::vector<FactTotal>> totals;
    std::optional<FactTransfer> transfer;
    std::optional<FactCart> cart;
};
SHAPE(Facts, order, order_number, customer, delivery, reason, product, sku, courier, tracking, tracking_url, account, account_link, signup, device, network, at, amount, left, address, lines, more_lines, totals, transfer, cart)

}  // namespace vitrine::notices
