#pragma once
// The port to somebody else's money: typed verbs, one class a gateway. A verb that gets no clear answer says `unknown`, never failed;
// `lookup` finds the truth later. No verb is called while a transaction is open.
#include <expected>
#include <limits>
#include <span>

#include "io/http/message.h"
#include "modules/payments/payment.h"
#include "modules/payments/settings.h"
#include "modules/payments/trouble.h"

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
/// Code of the fault that is not the gateway's: our own caller's time was up before it could be asked.
inline constexpr std::string_view out_of_time = "no_time_left";

/// What a gateway is able to do. What is false is never asked of it.
struct Capabilities {
    bool is_remote = true;           ///< there is another side to ask; false for what people do by hand
    bool refunds = false;
    bool partial_refunds = false;
    bool captures_later = false;     ///< authorises first, captures on demand
    bool captures_parts = false;     ///< captures less than was authorised, once, and lets the rest go
    bool several_charges = false;    ///< one reference may be paid more than once: further payments are surplus
    bool hosted_page = false;        ///< has a page of its own to send a buyer to
    bool needs_script = false;       ///< cannot be used by a browser without scripts, not even on the gateway's own page
    bool pays_later = false;         ///< the goods go out before the money comes in
    Duration late_money{0};          ///< how long after the window money may still arrive
};
SHAPE(Capabilities, is_remote, refunds, partial_refunds, captures_later, captures_parts, several_charges, hosted_page, needs_script, pays_later)

/// Which money a gateway takes, wherever it is used.
struct Takes {
    std::vector<Currency> currencies;              ///< empty: every one
    std::vector<std::string_view> countries = {};  ///< of the buyer, ISO 3166 alpha-2; empty: everywhere
    std::int64_t least_minor = 1, most_minor = std::numeric_limits<std::int64_t>::max();  ///< in minor units of the currency

    bool speaks(Currency currency) const;
};

/// What a gateway says about itself.
struct Declaration {
    std::string_view code, name, description;      ///< name and description for buyers
    std::vector<Setting> settings;
    Takes takes;
    Capabilities can;
    std::vector<Ask> asks = {};                    ///< what the buyer may type at our own page, to pay without leaving it; empty: nothing
    std::vector<Question> questions = {};          ///< what it has to know of the buyer before it starts, with all settings at their widest
    std::vector<std::string_view> brings_back = {};   ///< names of what browsers come back with; one that ends with '*' stands for all that begin so
};

/// What a signed message of the gateway says was taken from the buyer under one reference.
struct Said {
    std::string reference;
    Money amount;
};

/// One payment as a gateway needs to know it. Its tender was checked, so no gateway sees a currency it does not take.
struct Charge {
    PaymentId payment;
    StoreId store;
    std::string order, order_number, email;
    Tender tender;
    Instant pay_by{};
    std::vector<std::string> references;   ///< the gateway's own ids of this payment, oldest first
    bool is_first_start = false;           ///< nobody can have started it before
    bool wants_challenge = false;          ///< the buyer's bank shall ask for proof, whatever the store's own threshold says
    bool takes_a_part = false;             ///< less is to be captured than was authorised: amount()
    bool is_rumour = false;                ///< the references come out of a message: the truth has to name the payment
    std::string base;                      ///< scheme and authority this buyer's browser sees, "https://ghee.example"
    Answers answers = {};                  ///< to what the gateway asks, in the form it wants; empty when nobody is there to answer

    std::optional<Said> said = {};         ///< for gateways whose lookup names no amount

    const Money& amount() const { return tender.amount(); }
};

struct Started {
    std::string reference;   ///< empty where the gateway has none
    Next next;
    bool is_promised = false;   ///< nothing is left to do for the buyer now: the money comes with the goods
    bool has_asked = true;      ///< false: nobody was asked for this, so it says nothing about how the gateway is doing
    std::optional<std::string> push = {};   ///< what `push` is called with, in the background, once the reference is recorded
};

/// A refund of one charge.
struct GiveBack {
    RefundId refund;
    PaymentId payment;
    std::string reference;         ///< of the charge
    std::string provider_refund;   ///< when the gateway has named it already
    Money amount;
    Money of;                      ///< what was received under the reference
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
    std::optional<std::string> claimed_refund;   ///< our refund id out of its metadata
    std::optional<std::string> dispute;          ///< the gateway's id of the dispute it speaks of
    std::optional<std::string> warning;          ///< the gateway's id of the fraud warning or review it speaks of
    bool is_wanted = false;                      ///< one that may change a payment, a refund, a dispute or a review
    std::string oddity;                          ///< not empty: signed, but not readable; kept for a person
    std::optional<Money> amount = {};            ///< what it says was taken; only where lookup names no amount
    bool is_signed = true;                       ///< false: anybody may have sent it, so it is kept only when it speaks of a reference of ours
};

/// What a browser brought back from the gateway: a hint to ask, never a fact.
struct ReturnHint {
    std::string reference;                ///< the charge it speaks of
    bool is_signed = false;               ///< by the gateway, and the signature was good
    std::optional<std::string> failure;   ///< what the gateway says went wrong, for the buyer
    std::optional<Money> amount = {};     ///< what it says was taken; only where lookup names no amount
};

class Gateway {
public:
    virtual ~Gateway() = default;
    virtual const Declaration& declaration() const = 0;
    /// Why this way cannot be offered beyond what the declaration says; nothing when it can. Pure.
    virtual std::optional<std::string> unfit(const Values& values, const stores::Store& store, const Money& amount, std::string_view country) const;

    /// What this way costs the buyer, in the store's currency; nothing: no fee. Pure.
    virtual std::optional<Money> fee(const Values&) const { return {}; }

    /// What the buyer does next, where there is nobody to ask: without a remote side this is all of `start`. Pure.
    virtual std::optional<Next> next_at_once(const stores::Store&, const Charge&) const { return {}; }

    /// Opens the charge, or finds it again, and says what the buyer does next. The payment id is the idempotency key.
    virtual Task<Answer<Started>> start(App& app, Ctx ctx, Charge charge) const = 0;
    /// The same for a browser in which our page cannot show the gateway's form: a page of the gateway to go to, in addition to what `start` has opened.
    virtual Task<Answer<Started>> start_hosted(App& app, Ctx ctx, Charge charge) const;
    /// Checks what a buyer typed at our page (Declaration::asks) and brings it into the gateway's form. Refuses payments.details_refused. Pure.
    virtual Result<shape::Fields> read_typed(const shape::Fields& typed) const;
    /// The reference under which `pay_with` may ask now; it is written down before that. Next "none": an attempt is under way or was paid already.
    virtual Task<Answer<Started>> start_typed(App& app, Ctx ctx, Charge charge) const;
    /// Asks for the money with what the buyer typed, under the newest of the charge's references. May take as long as a buyer takes to answer on the phone.
    virtual Task<Answer<Truth>> pay_with(App& app, Ctx ctx, Charge charge, shape::Fields typed) const;
    /// What goes on after a start that the buyer does not wait for in our page: the gateway asks them on their phone, and this call waits for it, a
    /// minute or more. Called at most once for each start that wants it. A decline is an open truth with words.
    virtual Task<Answer<std::vector<Truth>>> push(App& app, Ctx ctx, Charge charge, std::string what) const;
    /// What became of everything the charge's references name; where none is named, of what the payment id itself finds.
    virtual Task<Answer<std::vector<Truth>>> lookup(App& app, Ctx ctx, Charge charge) const = 0;
    /// Takes what was authorised under `reference`. "Already captured" is success.
    virtual Task<Answer<Truth>> capture(App& app, Ctx ctx, Charge charge, std::string reference) const = 0;
    /// Makes everything the references name unpayable, as far as the gateway can. The truth afterwards may well be that it was paid first.
    virtual Task<Answer<std::vector<Truth>>> cancel(App& app, Ctx ctx, Charge charge) const = 0;
    /// Gives money back, or finds that refund again. The refund id is the idempotency key.
    virtual Task<Answer<RefundTruth>> refund(App& app, Ctx ctx, GiveBack what) const = 0;
    /// When this store takes what is authorised. Pure.
    virtual CaptureTime capture_time(const Values&) const { return CaptureTime::at_once; }
    /// Where a dispute stands, and what money it has moved.
    virtual Task<Answer<DisputeTruth>> lookup_dispute(App& app, Ctx ctx, std::string dispute) const;
    /// Sends evidence, or keeps it as a draft. Repeatable: the same evidence again changes nothing.
    virtual Task<Answer<DisputeTruth>> answer_dispute(App& app, Ctx ctx, Evidence evidence) const;
    /// Where a fraud warning or a review of the gateway's own stands.
    virtual Task<Answer<WarningTruth>> lookup_warning(App& app, Ctx ctx, std::string warning) const;
    /// Tells the gateway that a person found the payment in order. A review that is over already is answered as it is.
    virtual Task<Answer<WarningTruth>> approve_review(App& app, Ctx ctx, std::string review) const;
    /// Verifies the signature over the raw bytes, then reads. Refuses payments.signature_refused.
    virtual Result<WebhookEvent> read_webhook(const Values& values, const http::Request& request, Instant now) const;
    /// What the gateway wants to hear once its message is kept. Pure.
    virtual http::Response acknowledge(const Values& values) const;
    /// Reads what a browser brought back in its query or form, and verifies the signature where the gateway signs it. Refuses payments.return_refused. Pure.
    virtual Result<ReturnHint> read_return(const Values& values, const shape::Fields& fields) const;
    /// Where a browser that is not back for good is posted on to. Pure.
    virtual std::optional<Next> pass_on(const Values& values, const shape::Fields& fields, std::string_view base) const;
    /// What is asked of buyers with these settings. Pure.
    virtual std::vector<Question> questions(const Values&) const { return declaration().questions; }
    /// How long a buyer has to pay who answered so. Pure.
    virtual Duration window(const Answers&) const { return 30min; }
    /// What the page that pays has to allow. Pure.
    virtual BrowserOrigins origins(const Values& values) const;

    std::string_view code() const { return declaration().code; }
    const Capabilities& can() const { return declaration().can; }
};

/// All gateways of this program.
std::span<const Gateway* const> gateways();
/// Null when no gateway has this code.
const Gateway* find_gateway(std::string_view code);

/// The settings of a gateway for a store of this app.
Values values_of(const App& app, StoreId store, const Gateway& gateway);
/// Why a gateway cannot be offered, declaration first, then what it says itself; nothing when it can. Pure.
std::optional<std::string> unfit_reason(const Config& config, const Gateway& gateway, const stores::Store& store, const Money& amount, std::string_view country);

}  // namespace vitrine::payments
