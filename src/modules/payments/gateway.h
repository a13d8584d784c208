#pragma once
// The port to somebody else's money: typed verbs, one class a gateway. A verb that gets no clear answer says `unknown`, never failed;
// `lookup` finds the truth later. No verb is called while a transaction is open.
#include <expected>
#include <span>

#include "io/http/message.h"
#include "modules/payments/payment.h"

namespace vitrine::payments {

/// Why a gateway gave no answer to act on.
struct GatewayFault {
    enum class Kind {
        unknown,      ///< no answer, or one that says nothing about what happened: ask again
        refused,      ///< a clear no, and nothing was done
        not_found,    ///< the gateway does not know this reference
        impossible,   ///< this gateway cannot do that at all
    };
    Kind kind = Kind::unknown;
    std::string code;                       ///< the gateway's word, for logs
    std::optional<std::string> for_buyer;   ///< only what the gateway wrote for buyers
};
template <class T>
using Answer = std::expected<T, GatewayFault>;
inline std::unexpected<GatewayFault> gateway_fault(GatewayFault::Kind kind, std::string code, std::optional<std::string> for_buyer = {}) {
    return std::unexpected(GatewayFault{kind, std::move(code), std::move(for_buyer)});
}

/// One payment as a gateway needs to know it.
struct Charge {
    PaymentId payment;
    StoreId store;
    std::string order, order_number, email;
    Money amount;
    Instant pay_by{};
    std::string reference;   ///< the gateway's own id, when one is recorded
};

struct Started {
    std::string reference;   ///< empty where the gateway has none
    Next next;
};

/// A refund of one charge.
struct GiveBack {
    RefundId refund;
    PaymentId payment;
    std::string reference;         ///< of the charge
    std::string provider_refund;   ///< when the gateway has named it already
    Money amount;
    std::string reason;
};
struct RefundTruth {
    std::string provider_refund;
    RefundState state = RefundState::pending;
    std::string failure;
};

/// A message whose signature was good.
struct WebhookEvent {
    std::string id;                              ///< the gateway's event id, for deduplication
    std::string kind;                            ///< "payment_intent.succeeded"
    std::optional<std::string> reference;        ///< the charge it speaks of
    std::optional<std::string> claimed_payment;  ///< our payment id out of its metadata
    std::optional<std::string> claimed_store;    ///< our store id out of its metadata
    bool is_wanted = false;                      ///< one that may change a payment
    std::string oddity;                          ///< not empty: signed, but not readable; kept for a person
};

class Gateway {
public:
    virtual ~Gateway() = default;
    virtual std::string_view code() const = 0;
    virtual Method describe() const = 0;
    /// Whether there is another side to ask: false for what people do by hand.
    virtual bool has_remote() const = 0;
    virtual bool can_refund() const = 0;
    /// Why this way cannot be offered; nothing when it can. Pure.
    virtual std::optional<std::string> unfit(const Config& config, const stores::Store& store, const Money& amount, std::string_view country) const = 0;

    /// What the buyer does next, where there is nobody to ask: without a remote side this is all of `start`. Pure.
    virtual std::optional<Next> next_at_once(const stores::Store&, const Charge&) const { return {}; }

    /// Opens the charge, or finds it again, and says what the buyer does next. The payment id is the idempotency key.
    virtual Task<Answer<Started>> start(App& app, Ctx ctx, Charge charge) const = 0;
    virtual Task<Answer<Truth>> lookup(App& app, Ctx ctx, Charge charge) const = 0;
    /// Takes what was authorised. "Already captured" is success.
    virtual Task<Answer<Truth>> capture(App& app, Ctx ctx, Charge charge) const = 0;
    /// Makes the charge unpayable. The truth afterwards may well be that it was paid first.
    virtual Task<Answer<Truth>> cancel(App& app, Ctx ctx, Charge charge) const = 0;
    /// Gives money back, or finds that refund again. The refund id is the idempotency key.
    virtual Task<Answer<RefundTruth>> refund(App& app, Ctx ctx, GiveBack what) const = 0;
    /// Verifies the signature over the raw bytes, then reads. Refuses payments.signature_refused.
    virtual Result<WebhookEvent> read_webhook(const Config& config, const http::Request& request, Instant now) const = 0;
};

/// All gateways of this program.
std::span<const Gateway* const> gateways();
/// Null when no gateway has this code.
const Gateway* find_gateway(std::string_view code);

}  // namespace vitrine::payments
