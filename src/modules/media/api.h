#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/shape.h"
#include "modules/app.h"
#include "modules/catalog/api.h"

namespace vitrine::media {

using MediaId = Id<"med">;
using UploadId = Id<"upl">;
using catalog::ProductId;
using catalog::VariantId;

enum class Kind { picture, drawing, video, model };
SHAPE_ENUM(Kind, picture, drawing, video, model)

inline constexpr RefusalKind media_unknown{"media.unknown", 404, "There is no such picture or file"};

/// Something a product shows, as pages and clients need it. `path` with an ending is a URL that never changes its content: of a picture "-thumb" (160 wide),
/// "-320", "-480", "-medium" (600, WebP only), "-640", "-960", "-1280" or nothing (all of it, at most 1920) and ".webp", ".jpg" or ".avif"; squares around the
/// focal point are "-square-160", "-square-320" and "-square-640"; "-blur.webp" is 24 wide. Only widths below `width` are there. Of a video, a model and a
/// drawing `path` with its own ending is the file.
struct Picture {
    MediaId id;
    Kind kind = Kind::picture;
    std::string path;                            ///< "/media/3f…/copper-jar"
    std::int32_t width = 0, height = 0;
    std::string colour;                          ///< "#8a6b3c"
    std::string blur;                            ///< data: URI of about 200 characters; empty: none
    std::map<std::string, std::string> alt;      ///< by language
    std::optional<VariantId> variant;            ///< shown for this variant alone
};
SHAPE(Picture, id, kind, path, width, height, colour, blur, alt, variant)

/// What a product shows, with its place in the product.
struct ProductPicture {
    ProductId product;
    std::int32_t position = 0;
    std::optional<VariantId> variant;
    MediaId id;
    Kind kind = Kind::picture;
    std::string edition, name, colour;
    std::int32_t width = 0, height = 0;
    std::string blur;                            ///< base 64 of a WebP
    RawJson alt;
};
SHAPE(ProductPicture, product, position, variant, id, kind, edition, name, colour, width, height, blur, alt)

/// What these products show that is not private, by product and position. Reads only.
pg::Query<std::vector<ProductPicture>> pictures_of(const std::vector<ProductId>& products);
/// Pure. A row as pages see it.
Picture picture_of(const ProductPicture& row);

/// Pure. The `srcset` of a picture in one format ("webp", "jpg", "avif"), squares or all of it, each address behind `base` (a CDN's scheme and host, or nothing).
std::string srcset(const Picture& picture, std::string_view format, bool is_square, std::string_view base);
/// Pure. The address of the one that is at least so wide, or the widest there is.
std::string address(const Picture& picture, std::string_view format, std::int32_t width, bool is_square, std::string_view base);
/// Pure. The text for those who do not see it: in this language ("ur-PK", then "ur"), else in English, else any; empty when there is none.
std::string alt_text(const Picture& picture, std::string_view language);

/// Scheme and host of the CDN that a store's media are fetched through; empty: the shop's own. Pure.
std::string cdn_base(const Config& config, std::string_view store_slug);

/// Queues: soon a job fetches what imports named by URL for these products (catalog::source_images) and shows it with them, past nobody's private addresses.
/// May be repeated: what was fetched is not fetched again.
void fetch_source_images_later(pg::Tx& tx, const std::vector<ProductId>& products);

/// A setting of the process; `otherwise` holds when nothing is said.
struct ProcessSetting {
    std::string_view name, help;
    bool is_secret = false;
    std::string_view otherwise = {};
};
/// Pure. What this module wants to be told: where files are kept, and how many pictures are worked on at once.
std::span<const ProcessSetting> process_settings();

/// An object that is not as its row says.
struct ObjectFault {
    std::string key, detail;
};
SHAPE(ObjectFault, key, detail)
/// Looks at every object of the ctx's store that is said to be stored: there, of its size, and with `reads` of its hash. Reads only.
/// Talks to the object store; when that is gone it throws std::runtime_error.
Task<std::vector<ObjectFault>> check_objects(pg::Db& db, web::Client& web, const Config& config, Ctx ctx, bool reads);

}  // namespace vitrine::media
