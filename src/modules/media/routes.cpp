#include "modules/media/routes.h"

#include <charconv>

#include "io/http/version_tag.h"
#include "modules/media/files.h"
#include "modules/media/library.h"
#include "modules/media/rules.h"
#include "modules/media/serve.h"

namespace vitrine::media {
namespace {

struct UploadPath {
    UploadId id;
};
SHAPE(UploadPath, id)
struct MediaPath {
    MediaId id;
};
SHAPE(MediaPath, id)
struct ProductPath {
    ProductId id;
};
SHAPE(ProductPath, id)

struct WholeQuery {
    FileName filename;
    std::optional<bool> is_private;
    std::optional<ProductId> product;
    std::optional<VariantId> variant;
};
SHAPE(WholeQuery, filename, is_private, product, variant)
struct Offset {
    std::int64_t upload_offset = 0;
};
SHAPE(Offset, upload_offset)

using AtUpload = http::Path<UploadPath>;
using AtMedia = http::Path<MediaPath>;
using AtProduct = http::Path<ProductPath>;

Result<http::Response> standing(Result<UploadView> view) {
    if (!view) return refuse(std::move(view.error()));
    auto response = http::json_text(to_json(*view));
    response.set("Upload-Offset", std::to_string(view->received)).set("Upload-Length", std::to_string(view->size)).set("Cache-Control", "no-store");
    return response;
}
Result<http::Response> tagged(Result<MediaView> view) {
    if (!view) return refuse(std::move(view.error()));
    auto response = http::json_text(to_json(*view));
    response.set("ETag", http::version_tag(view->version));
    return response;
}
Result<http::Created<UploadView>> created(Result<UploadView> view) {
    if (!view) return refuse(std::move(view.error()));
    auto location = "/api/v1/admin/media/uploads/" + view->id.text();
    return http::Created<UploadView>{std::move(*view), std::move(location)};
}

Task<Result<http::Created<UploadView>>> post_upload(App& app, Ctx ctx, http::Body<NewUpload> in) { co_return created(co_await open_upload(app, ctx, in.value, {})); }
Task<Result<http::Created<UploadView>>> post_replacement(App& app, Ctx ctx, AtMedia path, http::Body<NewUpload> in) { co_return created(co_await open_upload(app, ctx, in.value, path->id)); }
Task<Result<http::Created<UploadView>>> post_whole(App& app, Ctx ctx, http::Query<WholeQuery> query, const http::Request& request) {
    if (request.body.empty()) co_return refuse(refusals::malformed, "send the file as the body");
    NewUpload in{.filename = query->filename, .size = {std::int64_t(request.body.size())}, .is_private = query->is_private, .product = query->product, .variant = query->variant};
    co_return created(co_await upload_whole(app, ctx, std::move(in), request.body));
}
Task<Result<http::Response>> patch_upload(App& app, Ctx ctx, AtUpload path, http::Headers<Offset> at, const http::Request& request) {
    co_return standing(co_await append_part(app, ctx, path->id, at->upload_offset, request.body));
}
Task<Result<http::Response>> get_upload(App& app, Ctx ctx, AtUpload path) { co_return standing(co_await find_upload(app, ctx, path->id)); }
Task<Result<http::NoContent>> delete_upload(App& app, Ctx ctx, AtUpload path) {
    auto done = co_await give_up_upload(app, ctx, path->id);
    if (!done) co_return refuse(std::move(done.error()));
    co_return http::NoContent{};
}

Task<Result<MediaPage>> get_page(App& app, Ctx ctx, http::Query<MediaFilter> filter) { return list_media(app, ctx, filter.value); }
Task<Result<http::Response>> get_media(App& app, Ctx ctx, AtMedia path) { co_return tagged(co_await find_media(app, ctx, path->id)); }
Task<Result<http::Response>> patch_media(App& app, Ctx ctx, AtMedia path, http::Headers<http::IfMatch> match, http::Body<MediaEdit> in) {
    co_return tagged(co_await edit_media(app, ctx, path->id, in.value, http::wanted_version(match->if_match)));
}
Task<Result<http::NoContent>> delete_media(App& app, Ctx ctx, AtMedia path, http::Headers<http::IfMatch> match) {
    auto done = co_await remove_media(app, ctx, path->id, http::wanted_version(match->if_match));
    if (!done) co_return refuse(std::move(done.error()));
    co_return http::NoContent{};
}
Task<Result<ProductMedia>> get_shown(App& app, Ctx ctx, AtProduct path) { return product_media(app, ctx, path->id); }
Task<Result<ProductMedia>> put_shown(App& app, Ctx ctx, AtProduct path, http::Body<ProductMedia> in) { return set_product_media(app, ctx, path->id, in.value); }

http::RouteOptions reading(std::string summary, std::vector<RefusalKind> refusals = {}) {
    return {.summary = std::move(summary), .access = http::Access::staff, .permission = "media:read", .refusals = std::move(refusals)};
}
http::RouteOptions writing(std::string summary, std::vector<RefusalKind> refusals = {}) {
    return {.summary = std::move(summary), .access = http::Access::staff, .permission = "media:write", .refusals = std::move(refusals)};
}
/// Of routes that take bytes of a file.
http::RouteOptions taking(std::string summary, std::vector<RefusalKind> refusals) {
    auto options = writing(std::move(summary), std::move(refusals));
    options.body_limit_bytes = size_t(rules::part_limit_bytes);
    options.deadline_ms = 60'000;
    return options;
}

}  // namespace

void routes(http::Routes<App>& routes) {
    const std::string media = "/api/v1/admin/media", uploads = media + "/uploads", shown = "/api/v1/admin/products/{id}/media";
    routes.post(uploads, post_upload, writing("Opens an upload in parts; nothing is shown of it before all of it is checked", {catalog::product_unknown, too_many_uploads}));
    routes.patch(uploads + "/{id}", patch_upload,
                 taking("Sends the part that begins at Upload-Offset, as the body: at most 8 MiB. A part that is here already is fine", {upload_unknown, offset_wrong, upload_over, too_large, store_unavailable}));
    routes.get(uploads + "/{id}", get_upload, reading("Where an upload stands, and what came of it", {upload_unknown}));
    routes.del(uploads + "/{id}", delete_upload, writing("Gives an upload up", {upload_unknown, upload_busy}));
    routes.post(media, post_whole, taking("Uploads a file of at most 8 MiB in one call: the body is the file", {catalog::product_unknown, too_many_uploads, too_large, store_unavailable}));
    routes.get(media, get_page, reading("Pictures, drawings, videos and models of the store, newest first"));
    routes.get(media + "/{id}", get_media, reading("One of them, with its files, its products and its story", {media_unknown}));
    routes.patch(media + "/{id}", patch_media, writing("Changes texts and focal point; with If-Match only the version it was read at", {media_unknown, not_focusable, refusals::stale_version}));
    routes.post(media + "/{id}/replacement", post_replacement, writing("Opens an upload that takes its place, under new addresses, once it is checked", {media_unknown, too_many_uploads}));
    routes.del(media + "/{id}", delete_media, writing("Deletes what no product shows", {media_unknown, in_use, refusals::stale_version}));
    routes.get(shown, get_shown, reading("What a product shows, in order", {catalog::product_unknown}));
    routes.put(shown, put_shown, writing("Says what a product shows, in order", {catalog::product_unknown}));
    routes.get("/media/{edition}/{file}", serve_public, {.summary = "A public file, for a year", .needs_store = false});
}

}  // namespace vitrine::media
