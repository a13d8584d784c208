#pragma once
// What a simulator is told to do wrong. Set over its control API, used up call by call.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/shape.h"

namespace vitrine::simulators {

enum class FaultKind {
    delay,          ///< waits delay_ms, then goes on as usual
    error,          ///< answers `status` without doing the work
    lost_answer,    ///< does the work, then leaves the caller without an answer
    drop,           ///< neither works nor answers; of a webhook: never sends it
    duplicate,      ///< webhooks: sends it twice
    reorder,        ///< webhooks: sends it after the next one
    bad_signature,  ///< webhooks: signs with a wrong secret, every attempt while the rule lasts
    decline,        ///< the bank says no to what would have been approved
    pending,        ///< the bank takes its time: a refund stays pending until it is told otherwise
    wrong_amount,   ///< the shopper is charged another amount than was asked for
};
SHAPE_ENUM(FaultKind, delay, error, lost_answer, drop, duplicate, reorder, bad_signature, decline, pending, wrong_amount)

/// `call` is a name such as "payment_intents.create" or "webhooks.charge.refunded"; a '*' at its end stands for the rest.
struct FaultRule {
    std::string call;
    FaultKind kind = FaultKind::error;
    std::optional<std::int64_t> times;      ///< how often; absent: once; 0: until it is cleared
    std::optional<std::int64_t> delay_ms;   ///< of `delay`; absent: 1,000
    std::optional<std::int64_t> status;     ///< of `error`; absent: 500
    std::optional<std::string> code = {};   ///< of `decline`: the provider's word for why; absent: its most usual one
};
SHAPE(FaultRule, call, kind, times, delay_ms, status, code)

/// The rules in force, oldest first. One loop's.
class FaultBook {
public:
    void add(FaultRule rule);
    void clear() { rules_.clear(); }
    const std::vector<FaultRule>& rules() const { return rules_; }
    /// The first rule of `kind` for `call`; uses one of its times up.
    std::optional<FaultRule> take(std::string_view call, FaultKind kind);

private:
    std::vector<FaultRule> rules_;
};

}  // namespace vitrine::simulators
