#include "modules/privacy/routes.h"

#include "io/http/version_tag.h"
#include "modules/documents/personal/api.h"
#include "modules/privacy/rules.h"
#include "modules/privacy/settings.h"
#include "modules/privacy/sql.h"

namespace vitrine::privacy {
namespace {

struct RequestPath {
    RequestId id;
};
SHAPE(RequestPath, id)
struct DocumentPath {
    documents::DocumentId id;
};
SHAPE(DocumentPath, id)
struct RequestList {
    std::vector<RequestView> items;
    std::optional<std::string> next_cursor;
};
SHAPE(RequestList, items, next_cursor)
struct RequestFilter {
    std::optional<RequestState> state;
    std::optional<Whole<1, 200>> limit;
    std::optional<std::string> cursor;
};
SHAPE(RequestFilter, state, limit, cursor)
struct PasswordOnly {
    std::string password;
};
SHAPE(PasswordOnly, password)
struct MailedToken {
    std::string request, token;
};
SHAPE(MailedToken, request, token)
struct OfMailbox {
    Email mailbox;
};
SHAPE(OfMailbox, mailbox)

Result<Person> calling_customer(const Ctx& ctx) {
    auto person = accounts::person_of(ctx);
    return person && person->kind == accounts::Kind::customer ? Result<Person>(*person) : refuse(refusals::unauthenticated);
}

Result<http::Response> sent(Result<std::string> copy, RequestId id) {
    if (!copy) return refuse(std::move(copy.error()));
    return copy_answer(std::move(*copy), id);
}

Result<http::Created<RequestView>> created(Result<RequestView> view, std::string_view under) {
    if (!view) return refuse(std::move(view.error()));
    auto location = std::string(under) + "/" + view->id.text();
    return http::Created<RequestView>{std::move(*view), std::move(location)};
}

http::Response tagged(const StoredSettings& stored) {
    auto response = http::json_text(to_json(stored.settings));
    response.set("ETag", http::version_tag(stored.version));
    return response;
}

Task<Result<RequestList>> get_own(App& app, Ctx ctx) {
    auto person = calling_customer(ctx);
    if (!person) co_return refuse(std::move(person.error()));
    co_return RequestList{co_await requests_of(app, ctx, *person), {}};
}
Task<Result<http::Created<RequestView>>> post_own_copy(App& app, Ctx ctx) {
    auto person = calling_customer(ctx);
    if (!person) co_return refuse(std::move(person.error()));
    co_return created(co_await ask_for_copy(app, ctx, *person), "/api/v1/me/data-requests");
}
Task<Result<http::Response>> get_own_file(App& app, Ctx ctx, http::Path<RequestPath> path) {
    auto person = calling_customer(ctx);
    if (!person) co_return refuse(std::move(person.error()));
    co_return sent(co_await fetch_copy(app, ctx, path->id, *person), path->id);
}
Task<Result<http::Created<RequestView>>> post_own_deletion(App& app, Ctx ctx, http::Body<PasswordOnly> in, const http::Request& request) {
    auto person = calling_customer(ctx);
    if (!person) co_return refuse(std::move(person.error()));
    co_return created(co_await ask_for_deletion(app, ctx, *person, in->password, accounts::visitor_of(request)), "/api/v1/me/data-requests");
}
Task<Result<RequestView>> post_own_withdrawal(App& app, Ctx ctx, http::Path<RequestPath> path) {
    auto person = calling_customer(ctx);
    if (!person) co_return refuse(std::move(person.error()));
    co_return co_await withdraw_deletion(app, ctx, path->id, *person);
}
Task<Result<RequestView>> post_keep(App& app, Ctx ctx, http::Body<MailedToken> in) { return keep_account(app, ctx, in->request, in->token); }

Task<Result<RequestList>> get_requests(App& app, Ctx ctx, http::Query<RequestFilter> filter) {
    auto limit = std::int32_t(filter->limit.value_or(Whole<1, 200>{50}));
    auto before = RequestId::next(ctx.now + std::chrono::hours(24));
    if (filter->cursor) {
        auto parsed = RequestId::parse(*filter->cursor);
        if (!parsed) co_return refuse(refusals::invalid, {}, {{"/cursor", "bad_cursor", "use the next_cursor of an earlier answer"}});
        before = *parsed;
    }
    RequestList list;
    for (const auto& row : co_await app.db.read(ctx, sql::list_requests(filter->state, before, limit + 1))) list.items.push_back(rules::view_of(row));
    if (list.items.size() > size_t(limit)) {
        list.items.resize(size_t(limit));
        list.next_cursor = list.items.back().id.text();
    }
    co_return list;
}
Task<Result<http::Created<RequestView>>> post_copy_of(App& app, Ctx ctx, http::Body<OfMailbox> in) {
    co_return created(co_await ask_for_copy_of(app, ctx, in->mailbox), "/api/v1/admin/privacy/requests");
}
Task<Result<http::Response>> get_file(App& app, Ctx ctx, http::Path<RequestPath> path) { co_return sent(co_await fetch_copy(app, ctx, path->id, {}), path->id); }
Task<Result<http::Created<RequestView>>> post_deletion_of(App& app, Ctx ctx, http::Body<OfMailbox> in) {
    co_return created(co_await delete_now(app, ctx, in->mailbox), "/api/v1/admin/privacy/requests");
}
Task<Result<RequestView>> post_withdrawal(App& app, Ctx ctx, http::Path<RequestPath> path) { return withdraw_deletion(app, ctx, path->id, {}); }
Task<Result<http::Response>> get_original(App& app, Ctx ctx, http::Path<DocumentPath> path) {
    auto print = co_await documents::print_original(app, ctx, path->id);
    if (!print) co_return refuse(std::move(print.error()));
    co_return documents::pdf_answer(std::move(*print));
}
Task<Result<http::Response>> get_settings(App& app, Ctx ctx) { co_return tagged(co_await read_settings(app, ctx)); }
Task<Result<http::Response>> put_settings(App& app, Ctx ctx, http::Headers<http::IfMatch> match, http::Body<PrivacySettings> in) {
    auto stored = co_await set_settings(app, ctx, http::wanted_version(match->if_match), in.value);
    if (!stored) co_return refuse(std::move(stored.error()));
    co_return tagged(*stored);
}

http::RouteOptions own(std::string summary, std::vector<RefusalKind> refusals = {}) {
    refusals.push_back(refusals::unauthenticated);
    return {.summary = std::move(summary), .refusals = std::move(refusals), .rate = http::RatePolicy{"own-data", 20, 3600}};
}
http::RouteOptions staff(std::string permission, std::string summary, std::vector<RefusalKind> refusals = {}) {
    return {.summary = std::move(summary), .access = http::Access::staff, .permission = std::move(permission), .refusals = std::move(refusals)};
}

}  // namespace

http::Response copy_answer(std::string copy, RequestId id) {
    auto response = http::json_text(std::move(copy));
    response.set("Content-Disposition", "attachment; filename=\"my-data-" + id.text() + ".json\"");
    response.set("Cache-Control", "private, no-store");
    return response;
}

void routes(http::Routes<App>& routes) {
    const std::string me = "/api/v1/me/data-requests", desk = "/api/v1/admin/privacy";
    routes.get(me, get_own, own("What the customer has asked about their data: copies and deletion"));
    routes.post(me + "/copies", post_own_copy, own("Asks for a copy of everything the store knows of the customer; the mailbox is told when it is made"));
    routes.get(me + "/{id}/file", get_own_file, own("The copy as JSON, for its owner, until its time is over", {not_found, file_over}));
    routes.post(me + "/deletions", post_own_deletion, own("Asks to be forgotten after a waiting time; the password proves who asks", {accounts::credentials_wrong, bound}));
    routes.post(me + "/{id}/withdrawal", post_own_withdrawal, own("Takes a deletion back; repeatable", {not_found, ended}));
    routes.post("/api/v1/data-requests/withdrawal", post_keep,
                {.summary = "Takes a deletion back by the token of its mail; repeatable", .refusals = {not_found, ended}, .rate = http::RatePolicy{"keep-account", 20, 3600}});
    routes.get(desk + "/requests", get_requests, staff("privacy:read", "Requests about people's data, newest first"));
    routes.post(desk + "/copies", post_copy_of, staff("privacy:write", "Asks for a copy of all data of a mailbox, with or without an account", {nobody}));
    routes.get(desk + "/requests/{id}/file", get_file, staff("privacy:write", "The copy as JSON", {not_found, file_over}));
    routes.post(desk + "/deletions", post_deletion_of, staff("privacy:write", "Forgets whoever has this mailbox, at once", {bound, nobody}));
    routes.post(desk + "/requests/{id}/withdrawal", post_withdrawal, staff("privacy:write", "Takes a deletion back for the customer", {not_found, ended}));
    routes.get(desk + "/documents/{id}/original", get_original, staff("privacy:unseal", "An invoice or credit note as it was issued, out of its seal, as PDF", {documents::not_found, documents::seal_over}));
    routes.get(desk + "/settings", get_settings, staff("settings:read", "For how long what is kept of people"));
    routes.put(desk + "/settings", put_settings, staff("settings:write", "Sets that; with If-Match only the version it was read at", {refusals::stale_version}));
}

}  // namespace vitrine::privacy
