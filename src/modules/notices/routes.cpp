#include "modules/notices/routes.h"

#include "io/http/version_tag.h"
#include "modules/notices/inbox.h"
#include "modules/notices/suppress.h"
#include "modules/notices/texts.h"

namespace vitrine::notices {
namespace {

struct NoticePath {
    NoticeId id;
};
SHAPE(NoticePath, id)
struct TextPath {
    std::string stage, language;
};
SHAPE(TextPath, stage, language)
enum class Form { html, text, sms, all };
SHAPE_ENUM(Form, html, text, sms, all)
struct FormQuery {
    std::optional<Form> form;                   ///< absent: all, as JSON
};
SHAPE(FormQuery, form)
struct InboxQuery {
    std::optional<NoticeId> cursor;
    std::optional<Whole<1, 200>> limit;
};
SHAPE(InboxQuery, cursor, limit)
struct SuppressionQuery {
    std::optional<std::string> cursor;
    std::optional<Whole<1, 200>> limit;
};
SHAPE(SuppressionQuery, cursor, limit)
struct SuppressionPath {
    Channel channel = Channel::mail;
    std::string address;
};
SHAPE(SuppressionPath, channel, address)

using At = http::Path<TextPath>;
using Match = http::Headers<http::IfMatch>;

template <class T>
Result<http::Response> tagged(Result<T> value, std::int64_t version) {
    if (!value) return refuse(std::move(value.error()));
    auto response = http::json_text(to_json(*value));
    response.set("ETag", http::version_tag(version));
    return response;
}
Result<http::Response> tagged(Result<TextView> view) {
    auto version = view ? view->version : 0;
    return tagged(std::move(view), version);
}
Result<http::Response> tagged(Result<KeptSettings> kept) {
    if (!kept) return refuse(std::move(kept.error()));
    return tagged(Result<Settings>(kept->settings), kept->version);
}

/// A form for eyes, in a page that may load and run nothing; or all of them for programs.
Result<http::Response> shown(Result<Rendered> rendered, Form form) {
    if (!rendered) return refuse(std::move(rendered.error()));
    if (form == Form::all) return http::json_text(to_json(*rendered));
    if (form == Form::sms && rendered->sms.empty()) return refuse(nothing_to_render);
    auto response = form == Form::html ? http::html(std::move(rendered->html)) : http::Response{200, {}, form == Form::text ? std::move(rendered->text) : std::move(rendered->sms)};
    if (form != Form::html) response.set("Content-Type", "text/plain; charset=utf-8");
    response.set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox");
    return response;
}

Task<Result<NoticePage>> get_notices(App& app, Ctx ctx, http::Query<NoticeFilter> filter) { co_return co_await list_notices(app, ctx, filter.value); }
Task<Result<NoticeView>> get_notice(App& app, Ctx ctx, http::Path<NoticePath> path) { return find_notice(app, ctx, path->id); }
Task<Result<http::Response>> get_content(App& app, Ctx ctx, http::Path<NoticePath> path, http::Query<FormQuery> query) {
    co_return shown(co_await show(app, ctx, path->id), query->form.value_or(Form::all));
}
Task<Result<NoticeView>> post_resend(App& app, Ctx ctx, http::Path<NoticePath> path) { return resend(app, ctx, path->id); }

Task<Result<TextList>> get_texts(App& app, Ctx ctx) { co_return co_await list_texts(app, ctx); }
Task<Result<http::Response>> get_text(App& app, Ctx ctx, At path) { co_return tagged(co_await find_text(app, ctx, path->stage, path->language)); }
Task<Result<http::Response>> put_text(App& app, Ctx ctx, At path, Match match, http::Body<Template> in) {
    co_return tagged(co_await save_text(app, ctx, path->stage, path->language, http::wanted_version(match->if_match), in.value));
}
Task<Result<http::Response>> delete_text(App& app, Ctx ctx, At path, Match match) {
    co_return tagged(co_await remove_text(app, ctx, path->stage, path->language, http::wanted_version(match->if_match)));
}
Task<Result<http::Response>> get_preview(App& app, Ctx ctx, At path, http::Query<FormQuery> query) {
    co_return shown(co_await preview(app, ctx, path->stage, path->language, {}), query->form.value_or(Form::all));
}
Task<Result<http::Response>> post_preview(App& app, Ctx ctx, At path, http::Query<FormQuery> query, http::Body<Template> draft) {
    co_return shown(co_await preview(app, ctx, path->stage, path->language, draft.value), query->form.value_or(Form::all));
}

Task<Result<http::Response>> get_settings(App& app, Ctx ctx) {
    auto kept = co_await load_settings(app.db, ctx, *app.stores->known(ctx.store));
    co_return tagged(Result<KeptSettings>(std::move(kept)));
}
Task<Result<http::Response>> put_settings(App& app, Ctx ctx, Match match, http::Body<Settings> in) {
    co_return tagged(co_await save_settings(app, ctx, http::wanted_version(match->if_match), in.value));
}

Task<Result<SuppressionPage>> get_suppressions(App& app, Ctx ctx, http::Query<SuppressionQuery> query) {
    co_return co_await list_suppressions(app, ctx, query->cursor.value_or(""), query->limit ? int(query->limit->value) : 50);
}
Task<Result<SuppressionRow>> post_suppression(App& app, Ctx ctx, http::Body<NewSuppression> in) { return suppress(app, ctx, in.value); }
Task<Result<http::NoContent>> delete_suppression(App& app, Ctx ctx, http::Path<SuppressionPath> path) {
    auto removed = co_await allow_again(app, ctx, path->channel, path->address);
    if (!removed) co_return refuse(std::move(removed.error()));
    co_return http::NoContent{};
}

Task<Result<Inbox>> get_inbox(App& app, Ctx ctx, http::Query<InboxQuery> query) {
    co_return co_await inbox(app, ctx, Audience::staff, {}, query->cursor, query->limit ? int(query->limit->value) : 50);
}
Task<Result<http::NoContent>> post_reading(App& app, Ctx ctx, http::Path<NoticePath> path) {
    auto read = co_await mark_read(app, ctx, path->id, Audience::staff, {});
    if (!read) co_return refuse(std::move(read.error()));
    co_return http::NoContent{};
}

http::RouteOptions options(std::string permission, std::string summary, std::vector<RefusalKind> refusals = {}) {
    return {.summary = std::move(summary), .access = http::Access::staff, .permission = std::move(permission), .refusals = std::move(refusals)};
}

}  // namespace

void routes(http::Routes<App>& routes) {
    reader_routes(routes);
    const std::string base = "/api/v1/admin/notices", one = base + "/{id}", texts = "/api/v1/admin/notice-texts", text = texts + "/{stage}/{language}";
    const std::string closed = "/api/v1/admin/notice-suppressions", settings = "/api/v1/admin/notice-settings", shop_inbox = "/api/v1/admin/inbox";
    const std::string read = "notices:read", write = "notices:write";
    routes.get(base, get_notices, options(read, "What was sent or will be, newest first"));
    routes.get(one, get_notice, options(read, "A notice and how it went", {not_found}));
    routes.get(one + "/content", get_content, options(read, "What a notice says, in one form or all", {not_found, nothing_to_render}));
    routes.post(one + "/resend", post_resend, options(write, "Sends a notice again, as a new message", {not_found, illegal_move}));
    routes.get(texts, get_texts, options(read, "The texts of every occasion in every language of the store"));
    routes.get(text, get_text, options(read, "The text of one occasion", {template_unknown}));
    routes.put(text, put_text, options(write, "Writes the store's own text; with If-Match only the version it was read at", {template_unknown, refusals::stale_version}));
    routes.del(text, delete_text, options(write, "Goes back to the built-in text", {template_unknown, refusals::stale_version}));
    routes.get(text + "/preview", get_preview, options(read, "A text with an invented order, in one form or all", {template_unknown, nothing_to_render}));
    routes.post(text + "/preview", post_preview, options(read, "The same for a text that is not saved", {template_unknown, nothing_to_render}));
    routes.get(settings, get_settings, options(read, "Languages, quiet hours, who is told of work"));
    routes.put(settings, put_settings, options(write, "Sets them; with If-Match only the version they were read at", {refusals::stale_version}));
    routes.get(closed, get_suppressions, options(read, "Addresses that nothing is sent to"));
    routes.post(closed, post_suppression, options(write, "Closes an address"));
    routes.del(closed + "/{channel}/{address}", delete_suppression, options(write, "Lets messages through to an address again", {not_suppressed}));
    routes.get(shop_inbox, get_inbox, options(read, "What stands in the shop for staff, newest first"));
    routes.post(shop_inbox + "/{id}/reading", post_reading, options(read, "Marks it as read", {not_found}));
}

}  // namespace vitrine::notices
