#pragma once
// What may happen to money after it came: disputes, warnings of fraud, reviews. What a gateway says of them, in our words.
#include <optional>
#include <string>
#include <vector>

#include "modules/payments/api.h"

namespace vitrine::payments {

/// When a store takes money that a gateway has merely authorised.
enum class CaptureTime {
    at_once,      ///< as soon as it is authorised
    by_staff,     ///< when a person says so
    at_shipment,  ///< when the goods go out, or a person says so before
};

/// Money that a dispute moved between the shop and the gateway, once. Its id is the gateway's.
struct DisputeMovement {
    std::string id;
    Money amount;   ///< negative: taken from the shop; positive: given back to it
    Money fee;      ///< what it cost the shop besides; negative: a fee that came back
};

/// What a gateway says about one dispute when it is asked. Our books believe this and nothing else.
struct DisputeTruth {
    std::string dispute;                        ///< the gateway's id, "dp_…"
    std::string reference;                      ///< of the charge, as we know it: "pi_…"
    std::optional<std::string> claimed_store;   ///< our store id out of the charge's metadata
    Money amount;                               ///< what is disputed
    DisputeState state = DisputeState::needs_response;
    bool is_inquiry = false;                    ///< only a question so far: no money has moved
    std::string reason, status;                 ///< the gateway's words
    std::optional<Instant> due_by;              ///< when evidence has to be there
    std::vector<DisputeMovement> movements;     ///< oldest first
};

/// What a gateway says about a warning of fraud or a review of its own.
struct WarningTruth {
    std::string warning;                        ///< the gateway's id, "issfr_…", "prv_…"
    std::string reference;                      ///< of the charge, as we know it
    std::optional<std::string> claimed_store;
    WarningKind kind = WarningKind::fraud_warning;
    bool is_open = true;
    std::string reason;                         ///< the gateway's word
    std::optional<std::string> closed_reason;   ///< the gateway's word
    std::optional<std::int64_t> amount_minor = {};  ///< of given_back: what no refund of ours stands for
};

/// Evidence for one dispute.
struct Evidence {
    std::string dispute;
    std::vector<std::pair<std::string, std::string>> texts;   ///< by the names the shape DisputeEvidence has
    bool is_final = false;                                     ///< goes to the bank now; nothing can be added afterwards
};

}  // namespace vitrine::payments
