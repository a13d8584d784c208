#pragma once
// What was sold is ordered from its supplier, in the background, once the money is there.
#include "core/transition.h"
#include "modules/orders/api.h"
#include "modules/suppliers/items.h"

namespace vitrine::suppliers {

using SubmissionId = Id<"sord">;

/// unclear: asked, and not told yet, or never, whether it was taken. given_up, refused and cancel_failed wait for a person.
enum class SubmissionState { waiting, unclear, accepted, refused, given_up, settled, cancelling, cancel_failed, cancelled };
SHAPE_ENUM(SubmissionState, waiting, unclear, accepted, refused, given_up, settled, cancelling, cancel_failed, cancelled)

struct SubmissionLine {
    std::int64_t position = 1;
    ItemId item;
    std::string code;                            ///< the supplier's number
    std::string offer_ref;                       ///< what the supplier wants to be asked for, where it differs
    std::int64_t quantity = 1, cost_minor = 0;
    std::string cost_currency;
};
SHAPE(SubmissionLine, position, item, code, offer_ref, quantity, cost_minor, cost_currency)
struct SubmissionLogEntry {
    Instant at{};
    std::string what;                            ///< asked, looked, cancelled, or a person's verb
    std::int64_t status = 0;                     ///< HTTP; 0: no answer, or no call
    std::string said, actor;
};
SHAPE(SubmissionLogEntry, at, what, status, said, actor)
struct SubmissionView {
    SubmissionId id;
    std::int64_t version = 1;
    std::string order, order_number;
    SupplierId supplier;
    SubmissionState state = SubmissionState::waiting;
    std::string supplier_ref;                    ///< what the supplier calls the order
    std::int64_t attempts = 0;
    std::string why, detail;
    Instant created_at{}, moved_at{};
    std::optional<std::vector<SubmissionLine>> lines;
    std::optional<std::vector<SubmissionLogEntry>> log;
};
SHAPE(SubmissionView, id, version, order, order_number, supplier, state, supplier_ref, attempts, why, detail, created_at, moved_at, lines, log)
struct SubmissionPage {
    std::vector<SubmissionView> items;           ///< newest first
    std::optional<SubmissionId> next_cursor;
};
SHAPE(SubmissionPage, items, next_cursor)
struct SubmissionFilter {
    std::optional<SubmissionState> state;
    std::optional<bool> attention;               ///< only those that wait for a person
    std::optional<std::string> order;
    std::optional<SubmissionId> cursor;
    std::optional<Whole<1, 200>> limit;
};
SHAPE(SubmissionFilter, state, attention, order, cursor, limit)
struct SettleInput {
    Text<3, 500> reason;
    std::optional<Text<1, 120>> supplier_ref;
};
SHAPE(SettleInput, reason, supplier_ref)

struct OrderApiInput {
    Text<8, 1'000> url;                          ///< of the supplier's order API: …/orders is asked
    std::optional<bool> is_on;
    std::optional<std::map<std::string, std::string>> headers;   ///< secrets; none: stay as they are
};
SHAPE(OrderApiInput, url, is_on, headers)
struct OrderApiView {
    std::int64_t version = 1;
    std::string url;
    bool is_on = true, has_headers = false;
    Instant updated_at{};
};
SHAPE(OrderApiView, version, url, is_on, has_headers, updated_at)

inline constexpr RefusalKind submission_not_found{"suppliers.submission_not_found", 404, "Nothing like this was ordered from a supplier"};
inline constexpr RefusalKind illegal_move{"suppliers.illegal_move", 409, "This is not possible in this state"};
inline constexpr RefusalKind no_order_api{"suppliers.no_order_api", 404, "This supplier is not ordered from over an API"};

namespace rules {

/// The life of an order at a supplier.
inline constexpr TransitionTable<SubmissionState, 18> submission_life{
    "supplier order",
    SubmissionState::waiting,
    {{
        {SubmissionState::waiting, "ask", SubmissionState::unclear},              // written before the call leaves
        {SubmissionState::waiting, "give_up", SubmissionState::given_up},         // there is nobody to ask
        {SubmissionState::waiting, "call_off", SubmissionState::cancelled},
        {SubmissionState::unclear, "accept", SubmissionState::accepted},
        {SubmissionState::unclear, "refuse", SubmissionState::refused},           // sold elsewhere, or not understood
        {SubmissionState::unclear, "again", SubmissionState::waiting},            // it certainly was not taken
        {SubmissionState::unclear, "give_up", SubmissionState::given_up},
        {SubmissionState::unclear, "call_off", SubmissionState::cancelling},
        {SubmissionState::accepted, "call_off", SubmissionState::cancelling},     // our order was cancelled or given back
        {SubmissionState::cancelling, "cancel", SubmissionState::cancelled},
        {SubmissionState::cancelling, "give_up", SubmissionState::cancel_failed},
        {SubmissionState::refused, "retry", SubmissionState::waiting},            // by a person
        {SubmissionState::refused, "call_off", SubmissionState::cancelled},
        {SubmissionState::refused, "settle", SubmissionState::settled},           // arranged by a person
        {SubmissionState::given_up, "retry", SubmissionState::waiting},
        {SubmissionState::given_up, "settle", SubmissionState::settled},
        {SubmissionState::cancel_failed, "retry", SubmissionState::cancelling},
        {SubmissionState::cancel_failed, "settle", SubmissionState::settled},
    }},
};
/// Whether a person has to look.
constexpr bool wants_attention(SubmissionState state) { return state == SubmissionState::refused || state == SubmissionState::given_up || state == SubmissionState::cancel_failed; }

/// What an answer of a supplier's order API means. lost: nobody knows whether it was done.
enum class OrderAnswer { accepted, refused, again, lost };
OrderAnswer answer_of(const web::Answer& answer);

}  // namespace rules

/// Payload of the job.
struct SubmitOrder {
    SubmissionId submission;
};
SHAPE(SubmitOrder, submission)
inline constexpr std::string_view submit_job = "suppliers.submit";
/// Over some six hours, before a person is asked.
inline constexpr jobs::KindOptions submit_options{.attempts = 24, .first_retry_ms = 5'000, .longest_retry_ms = 30 * 60'000, .lease_ms = 120'000};

/// An order moved: once it is paid its pieces are sold and ordered from their suppliers; once it is cancelled or given back they are free and called off there. Repeatable.
Task<void> follow_order(App& app, const jobs::Attempt& attempt, const orders::OrderStateChanged& news);
/// Asks the supplier, or calls off. Repeatable: one key an order, and where an answer was lost it is looked for before it is asked again. Talks to the outside.
Task<void> submit_order(App& app, const jobs::Attempt& attempt, const SubmitOrder& what);

Task<SubmissionPage> list_submissions(App& app, Ctx ctx, SubmissionFilter filter);
/// Refuses suppliers.submission_not_found.
Task<Result<SubmissionView>> find_submission(App& app, Ctx ctx, SubmissionId id);
/// Asks the supplier again, or calls off again. Refuses suppliers.submission_not_found, suppliers.illegal_move.
Task<Result<SubmissionView>> retry_submission(App& app, Ctx ctx, SubmissionId id);
/// A person has arranged it otherwise. Refuses suppliers.submission_not_found, suppliers.illegal_move.
Task<Result<SubmissionView>> settle_submission(App& app, Ctx ctx, SubmissionId id, SettleInput in);
/// Refuses suppliers.no_order_api.
Task<Result<OrderApiView>> find_order_api(App& app, Ctx ctx, SupplierId supplier);
/// Sets where a supplier is ordered from, at the version the caller saw (0: there was none). Refuses suppliers.supplier_not_found, stale_version.
Task<Result<OrderApiView>> set_order_api(App& app, Ctx ctx, SupplierId supplier, std::optional<std::int64_t> version, OrderApiInput in);

}  // namespace vitrine::suppliers
