#include "io/http/version_tag.h"
#include "modules/returns/desk.h"
#include "modules/returns/fetch.h"
#include "modules/returns/list.h"
#include "modules/returns/once.h"
#include "modules/returns/policy.h"
#include "modules/returns/routes.h"
#include "modules/returns/settle.h"
#include "modules/stock/api.h"

namespace vitrine::returns {
namespace {

struct ReturnPath {
    ReturnId id;
};
SHAPE(ReturnPath, id)
struct OrderPath {
    OrderId id;
};
SHAPE(OrderPath, id)
struct Key {
    Text<1, 255> idempotency_key;
};
SHAPE(Key, idempotency_key)
struct KeyedMatch {
    Text<1, 255> idempotency_key;
    std::optional<std::string> if_match;
};
SHAPE(KeyedMatch, idempotency_key, if_match)

using At = http::Path<ReturnPath>;
using Keyed = http::Headers<KeyedMatch>;

struct Words {
    std::optional<Text<0, 1'000>> words;         ///< said to the customer
};
SHAPE(Words, words)
struct Rejection {
    Text<1, 1'000> words;
};
SHAPE(Rejection, words)
struct Inspection {
    std::vector<rules::Inspected> lines;
};
SHAPE(Inspection, lines)
struct Settlement {
    std::optional<Wish> instead;                 ///< refund: money for an exchange that cannot be made
};
SHAPE(Settlement, instead)

std::string text_of(const Words& in) { return in.words ? in.words->str() : std::string(); }
AtVersion at(const At& path, const Keyed& headers) { return {path->id, http::wanted_version(headers->if_match)}; }

/// A move of a return, done once a key.
template <class Move>
Task<Result<http::Response>> once(App& app, Ctx ctx, At path, Keyed headers, std::string what, Move move) {
    auto request = what + " " + path->id.text() + " " + headers->if_match.value_or("");
    auto key = headers->idempotency_key.str();
    auto work = [&](pg::Tx& tx) -> Task<Result<ReturnView>> { return move(tx, at(path, headers)); };
    co_return co_await answer_once(app, ctx, std::move(key), std::move(request), work);
}

Task<Result<ReturnPage>> get_returns(App& app, Ctx ctx, http::Query<ReturnFilter> filter) { return list_returns(app, ctx, filter.value); }
Task<Result<http::Response>> get_return(App& app, Ctx ctx, At path) {
    auto found = co_await find_return(app, ctx, path->id);
    if (!found) co_return refuse(std::move(found.error()));
    auto response = http::json_text(to_json(*found));
    response.set("ETag", http::version_tag(found->version));
    co_return response;
}
Task<Result<http::Created<ReturnView>>> post_return(App& app, Ctx ctx, http::Path<OrderPath> path, http::Headers<Key> headers, http::Body<AskReturn> in) {
    auto asked = co_await ask(app, ctx, path->id, {}, headers->idempotency_key.str(), in.value);
    if (!asked) co_return refuse(std::move(asked.error()));
    auto location = "/api/v1/admin/returns/" + asked->view.id.text();
    co_return http::Created<ReturnView>{std::move(asked->view), location, asked->replayed};
}
Task<Result<Offer>> get_offer(App& app, Ctx ctx, http::Path<OrderPath> path) { co_return co_await offer(app, ctx, path->id, {}); }

Task<Result<http::Response>> post_approval(App& app, Ctx ctx, At path, Keyed headers, http::Body<Words> in) {
    auto move = [&](pg::Tx& tx, AtVersion what) { return approve_in(tx, app, what, text_of(in.value)); };
    co_return co_await once(app, ctx, path, headers, "approve " + to_json(in.value), move);
}
Task<Result<http::Response>> post_rejection(App& app, Ctx ctx, At path, Keyed headers, http::Body<Rejection> in) {
    auto move = [&](pg::Tx& tx, AtVersion what) { return reject_in(tx, app, what, in->words.str()); };
    co_return co_await once(app, ctx, path, headers, "reject " + to_json(in.value), move);
}
Task<Result<http::Response>> post_receipt(App& app, Ctx ctx, At path, Keyed headers, http::Body<Words> in) {
    auto move = [&](pg::Tx& tx, AtVersion what) { return receive_in(tx, app, what, text_of(in.value)); };
    co_return co_await once(app, ctx, path, headers, "receive " + to_json(in.value), move);
}
Task<Result<http::Response>> post_inspection(App& app, Ctx ctx, At path, Keyed headers, http::Body<Inspection> in) {
    auto move = [&](pg::Tx& tx, AtVersion what) { return inspect_in(tx, app, what, in->lines); };
    co_return co_await once(app, ctx, path, headers, "inspect " + to_json(in.value), move);
}
Task<Result<http::Response>> post_closure(App& app, Ctx ctx, At path, Keyed headers, http::Body<Rejection> in) {
    auto move = [&](pg::Tx& tx, AtVersion what) { return close_in(tx, app, what, in->words.str()); };
    co_return co_await once(app, ctx, path, headers, "close " + to_json(in.value), move);
}
Task<Result<ReturnView>> post_settlement(App& app, Ctx ctx, At path, http::Body<Settlement> in) { return settle(app, ctx, path->id, in->instead); }
Task<Result<ReturnView>> post_pickup(App& app, Ctx ctx, At path) { return fetch_now(app, ctx, path->id); }
Task<Result<ReturnView>> post_cancellation(App& app, Ctx ctx, At path) {
    auto found = co_await find_return(app, ctx, path->id);
    if (!found) co_return refuse(std::move(found.error()));
    co_return co_await call_off(app, ctx, found->order, {}, path->id);
}
Task<Result<ReturnView>> delete_attention(App& app, Ctx ctx, At path) {
    auto body = [&](pg::Tx& tx) { return settle_attention_in(tx, app, path->id); };
    co_return co_await app.db.transaction(ctx, body);
}

Result<http::Response> tagged(Result<StoredPolicy> stored) {
    if (!stored) return refuse(std::move(stored.error()));
    auto response = http::json_text(to_json(stored->policy));
    response.set("ETag", http::version_tag(stored->version));
    return response;
}
Task<Result<http::Response>> get_policy(App& app, Ctx ctx) { co_return tagged(co_await read_policy(app, ctx)); }
Task<Result<http::Response>> put_policy(App& app, Ctx ctx, http::Headers<http::IfMatch> match, http::Body<Policy> in) {
    co_return tagged(co_await set_policy(app, ctx, http::wanted_version(match->if_match), in.value));
}

http::RouteOptions staff(std::string permission, std::string summary, std::vector<RefusalKind> refusals = {}) {
    return {.summary = std::move(summary), .access = http::Access::staff, .permission = std::move(permission), .deadline_ms = 30'000, .refusals = std::move(refusals)};
}

}  // namespace

void staff_routes(http::Routes<App>& routes) {
    const std::string all = "/api/v1/admin/returns", one = all + "/{id}", order = "/api/v1/admin/orders/{id}", policy = "/api/v1/admin/return-policy";
    const std::string read = "returns:read", write = "returns:write", refund = "refunds:write";
    routes.get(all, get_returns, staff(read, "Returns, newest first: by state, order, or those that wait for a person"));
    routes.get(one, get_return, staff(read, "A return with everything that happened to it", {not_found}));
    routes.get(order + "/return-offer", get_offer, staff(read, "What of an order may come back until when", {orders::not_found}));
    routes.post(order + "/returns", post_return,
                staff(write, "Asks for a return in the customer's place; repeatable with the same Idempotency-Key", {orders::not_found, not_returnable, not_exchangeable, refusals::key_reused}));
    routes.post(one + "/approval", post_approval,
                staff(write, "Lets the goods come; what is wanted in exchange is kept from now on", {not_found, illegal_move, refusals::stale_version, stock::short_of, refusals::key_reused}));
    routes.post(one + "/rejection", post_rejection, staff(write, "Says no, with words for the customer", {not_found, illegal_move, refusals::stale_version, refusals::key_reused}));
    routes.post(one + "/pickup", post_pickup,
                staff("shipments:write", "Has the goods fetched by the store's courier; repeatable",
                      {not_found, illegal_move, fulfilment::courier_cannot, fulfilment::order_not_ready, fulfilment::nothing_left, fulfilment::too_many}));
    routes.post(one + "/receipt", post_receipt, staff(write, "The goods are here", {not_found, illegal_move, refusals::stale_version, refusals::key_reused}));
    routes.post(one + "/inspection", post_inspection,
                staff(write, "What was found line by line: back on the shelf, written off, or not accepted", {not_found, illegal_move, refusals::stale_version, refusals::key_reused}));
    routes.post(one + "/settlement", post_settlement,
                staff(refund, "Gives what is owed for it, or tries again; repeatable: it is given once", {not_found, illegal_move, not_settled}));
    routes.post(one + "/closure", post_closure, staff(write, "Ends a return for which nothing is owed", {not_found, illegal_move, refusals::stale_version, refusals::key_reused}));
    routes.post(one + "/cancellation", post_cancellation, staff(write, "Calls a return off before anything is on its way; repeatable", {not_found, illegal_move}));
    routes.del(one + "/attention", delete_attention, staff(write, "A person has seen to it", {not_found}));
    routes.get(policy, get_policy, staff("settings:read", "What the store takes back, for how long and at whose cost"));
    routes.put(policy, put_policy, staff("settings:write", "Replaces that for returns asked for from now on; with If-Match only the version it was read at", {refusals::stale_version}));
}

}  // namespace vitrine::returns
