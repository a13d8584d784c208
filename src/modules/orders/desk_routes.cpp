// What staff does with an order beside moving it and its money: notes, its story, its address; and finding it.
#include "modules/orders/delivery_address.h"
#include "modules/orders/edit.h"
#include "modules/orders/guest/api.h"
#include "modules/orders/list.h"
#include "modules/orders/routes.h"
#include "modules/orders/seals.h"
#include "modules/orders/story.h"
#include "modules/stock/api.h"

namespace vitrine::orders {
namespace {

struct OrderPath {
    OrderId id;
};
SHAPE(OrderPath, id)
struct NewNote {
    NoteText text;
    std::optional<bool> visible;          ///< to the buyer, too
};
SHAPE(NewNote, text, visible)
struct NewCustomerNote {
    NoteText text;
};
SHAPE(NewCustomerNote, text)
struct NoteList {
    std::vector<NoteView> items;
};
SHAPE(NoteList, items)
struct Story {
    std::vector<StoryEntry> items;
};
SHAPE(Story, items)
struct Counts {
    std::vector<StateCount> items;
    std::int64_t most = most_counted;     ///< this many means: this many or more
};
SHAPE(Counts, items, most)

using At = http::Path<OrderPath>;

Result<http::Created<NoteView>> made(Result<NoteView> note, OrderId order, std::string_view base) {
    if (!note) return refuse(std::move(note.error()));
    return http::Created<NoteView>{std::move(*note), std::string(base) + order.text() + "/notes"};
}
Result<NoteList> listed(Result<std::vector<NoteView>> notes) {
    if (!notes) return refuse(std::move(notes.error()));
    return NoteList{std::move(*notes)};
}
Result<Story> told(Result<std::vector<StoryEntry>> entries) {
    if (!entries) return refuse(std::move(entries.error()));
    return Story{std::move(*entries)};
}

Task<Result<http::Created<NoteView>>> post_note(App& app, Ctx ctx, At path, http::Body<NewNote> in) {
    co_return made(co_await add_note(app, ctx, path->id, in->text, in->visible.value_or(false)), path->id, "/api/v1/admin/orders/");
}
Task<Result<http::Created<NoteView>>> post_own_note(App& app, Ctx ctx, At path, http::Headers<GuestHeader> header, http::Query<GuestQuery> query, http::Body<NewCustomerNote> in) {
    co_return made(co_await add_customer_note(app, ctx, path->id, guest_secret(header->x_order_token, query), in->text), path->id, "/api/v1/orders/");
}
Task<Result<NoteList>> get_notes(App& app, Ctx ctx, At path) { co_return listed(co_await notes_of(app, ctx, path->id, {})); }
Task<Result<NoteList>> get_own_notes(App& app, Ctx ctx, At path, http::Headers<GuestHeader> header, http::Query<GuestQuery> query) {
    co_return listed(co_await notes_of(app, ctx, path->id, guest_secret(header->x_order_token, query)));
}
Task<Result<Story>> get_story(App& app, Ctx ctx, At path) { co_return told(co_await story_of(app, ctx, path->id, {})); }
Task<Result<Story>> get_own_story(App& app, Ctx ctx, At path, http::Headers<GuestHeader> header, http::Query<GuestQuery> query) {
    co_return told(co_await story_of(app, ctx, path->id, guest_secret(header->x_order_token, query)));
}
Task<Result<Counts>> get_counts(App& app, Ctx ctx) { co_return Counts{co_await count_states(app, ctx)}; }
Task<Result<OrderView>> put_address(App& app, Ctx ctx, At path, http::Body<carts::Address> in) { return change_delivery_address(app, ctx, path->id, in.value); }

Task<Result<DraftPlaced>> put_edit(App& app, Ctx ctx, At path, http::Body<OrderEdit> in) { return edit_order(app, ctx, path->id, in.value); }
Task<Result<EditPreview>> post_edit_preview(App& app, Ctx ctx, At path, http::Body<EditWish> in) { return preview_edit(app, ctx, path->id, in.value); }

http::RouteOptions staff(std::string permission, std::string summary, std::vector<RefusalKind> refusals) {
    return {.summary = std::move(summary), .access = http::Access::staff, .permission = std::move(permission), .refusals = std::move(refusals)};
}
http::RouteOptions owner(std::string summary) { return {.summary = std::move(summary), .refusals = {not_found}}; }

}  // namespace

void desk_routes(http::Routes<App>& routes) {
    const std::string desk = "/api/v1/admin/orders/{id}", own = "/api/v1/orders/{id}";
    routes.get("/api/v1/admin/order-counts", get_counts, staff("orders:read", "How many orders are in each state, counted up to a thousand", {}));
    routes.get(desk + "/notes", get_notes, staff("orders:read", "The notes on an order, oldest first", {not_found}));
    routes.post(desk + "/notes", post_note, staff("orders:write", "Writes a note, for staff or to the buyer", {not_found, too_many_notes}));
    routes.get(desk + "/timeline", get_story, staff("orders:read", "What happened to an order, in sentences, with who did it", {not_found}));
    routes.put(desk + "/shipping-address", put_address, staff("orders:write", "Sends an order elsewhere where that changes no price", {not_found, illegal_move, sealed, other_delivery}));
    const std::vector<RefusalKind> of_edits{not_found, not_editable, sealed, price_changed, stock::short_of, carts::variant_unknown, shipping::not_served, payments::method_unavailable};
    routes.put(desk + "/lines", put_edit, staff("orders:adjust", "Edits an order that nobody has paid: priced anew, with a payment of its own", of_edits));
    routes.post(desk + "/edit-preview", post_edit_preview, staff("orders:read", "What an edit would come to now", of_edits));
    routes.get(own + "/notes", get_own_notes, owner("The notes between buyer and shop, for whoever holds the order's token"));
    http::RouteOptions writing = owner("The buyer writes to the shop about an order");
    writing.refusals.push_back(too_many_notes);
    writing.rate = http::RatePolicy{"order-notes", 10, 600};
    routes.post(own + "/notes", post_own_note, std::move(writing));
    routes.get(own + "/timeline", get_own_story, owner("What happened to an order, as its buyer may know it"));
}

}  // namespace vitrine::orders
