#include "modules/media/serve.h"

#include "io/images/header.h"
#include "modules/media/files.h"
#include "modules/media/rules.h"

namespace vitrine::media {
namespace {

constexpr std::string_view forever = "public, max-age=31536000, immutable";
/// Whatever a file holds, it is shown as what it is and does nothing.
constexpr std::string_view harmless = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

std::string_view media_type_of(std::string_view file) {
    auto ending = file.substr(std::min(file.rfind('.') + 1, file.size()));
    for (auto format : {images::Format::webp, images::Format::jpeg, images::Format::avif, images::Format::png, images::Format::svg, images::Format::mp4, images::Format::glb})
        if (images::extension(format) == ending) return images::media_type(format);
    return {};
}

}  // namespace

Task<Result<http::Response>> serve_public(App& app, Ctx, const http::Request& request) {
    auto rest = std::string_view(request.path).substr(std::string_view("/media/").size());
    auto slash = rest.find('/');
    auto edition = rest.substr(0, slash), file = slash == std::string_view::npos ? std::string_view() : rest.substr(slash + 1);
    auto media_type = media_type_of(file);
    if (!rules::is_edition(edition) || media_type.empty() || file.find('/') != std::string_view::npos || !storage::is_safe_key(file)) co_return refuse(refusals::not_found);
    auto store = store_of(app.web, app.config);
    auto path = store->path_of(rules::rendition_key(false, edition, file));
    if (!path) co_return refuse(store_unavailable);
    http::Response response;
    response.body = http::FileBody{std::move(*path), std::string(media_type), {}};
    response.set("Cache-Control", std::string(forever)).set("Content-Security-Policy", std::string(harmless)).set("Access-Control-Allow-Origin", "*").set("Cross-Origin-Resource-Policy", "cross-origin");
    co_return response;
}

}  // namespace vitrine::media
