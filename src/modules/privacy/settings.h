#pragma once
#include "modules/privacy/api.h"
#include "modules/stores/api.h"

namespace vitrine::privacy {

using Days = Whole<1, 4000>;

/// For how many days what is kept; what is absent is kept as usual (rules::usual_days). Nothing goes that something open still needs.
struct Retention {
    std::optional<Days> carts;                   ///< of guests, since they were last touched
    std::optional<Days> saved_items;             ///< for later, and wishes
    std::optional<Days> sessions;                ///< since they ended
    std::optional<Days> searches;                ///< what was searched for
    std::optional<Days> messages;                ///< mails, SMS and notes in the shop that were sent
    std::optional<Days> gateway_messages;        ///< what gateways wrote, word for word
    std::optional<Days> courier_messages;        ///< the same of couriers
    std::optional<Days> labels;                  ///< of parcels that have ended
    std::optional<Days> proofs;                  ///< files that show a transfer
    std::optional<Days> request_answers;         ///< that a repeated request gets; at least as long as clients repeat
    std::optional<Days> deliveries;              ///< what other programs were told, word for word
    std::optional<Days> risk_facts;              ///< mailbox, network and address an order was judged by
    std::optional<Days> risk_marks;              ///< what velocity is counted from
    std::optional<Days> consents;                ///< what visitors said to being measured
    std::optional<Days> launch_signups;          ///< mailboxes that were told of the opening, or never confirmed that they want to be
};
SHAPE(Retention, carts, saved_items, sessions, searches, messages, gateway_messages, courier_messages, labels, proofs, request_answers, deliveries, risk_facts, risk_marks, consents, launch_signups)

/// What a store decides about its customers' data.
struct PrivacySettings {
    Whole<0, 90> waiting_days{14};               ///< between asking to be forgotten and being it
    Whole<1, 30> copy_days{7};                   ///< for which a copy can be fetched
    std::optional<Whole<1, 30>> years_kept = {}; ///< of invoices; absent: as the law of the store's country asks
    std::optional<Retention> days_kept = {};
};
SHAPE(PrivacySettings, waiting_days, copy_days, years_kept, days_kept)

struct StoredSettings {
    PrivacySettings settings;
    std::int64_t version = 0;                    ///< 0: never set
};

/// Inside a transaction.
Task<PrivacySettings> load_settings(pg::Tx& tx);
Task<StoredSettings> read_settings(App& app, Ctx ctx);
/// Refuses request.stale_version.
Task<Result<StoredSettings>> set_settings(App& app, Ctx ctx, std::optional<std::int64_t> version, PrivacySettings settings);
/// Pure. How long papers are kept.
std::int64_t years_of(const PrivacySettings& settings, const stores::Store& store);

}  // namespace vitrine::privacy
