#pragma once
// What a store owns of pictures, drawings, videos and models, as staff see it.
#include "modules/media/uploads.h"

namespace vitrine::media {

inline constexpr RefusalKind in_use{"media.in_use", 409, "Products show this: take it from them first"};
inline constexpr RefusalKind not_focusable{"media.not_focusable", 409, "Only pictures and drawings have a focal point"};

/// The point that matters, in thousandths from the left and from the top.
struct FocusView {
    Whole<0, 1000> x{500}, y{500};
};
SHAPE(FocusView, x, y)

/// A file that is shown, at an address that never changes its content.
struct FileView {
    std::string url, media_type;
    std::int64_t size = 0;
    std::int32_t width = 0, height = 0;
};
SHAPE(FileView, url, media_type, size, width, height)

struct ChangeView {
    std::int64_t version = 1;
    std::string what;
    RawJson detail;
    std::string actor;
    Instant at{};
};
SHAPE(ChangeView, version, what, detail, actor, at)

struct MediaView {
    MediaId id;
    std::int64_t version = 1;
    Kind kind = Kind::picture;
    std::string name, media_type;
    std::int64_t size = 0;
    std::int32_t width = 0, height = 0;
    std::int64_t duration_ms = 0;
    std::string colour;
    FocusView focus;
    bool is_private = false;
    AltTexts alt;
    std::string url;                                 ///< the biggest in the format all browsers know; empty of what is private
    Instant created_at{}, changed_at{};
    std::optional<std::vector<FileView>> files;      ///< of one alone
    std::optional<std::vector<ProductId>> products;  ///< that show it; of one alone
    std::optional<std::vector<ChangeView>> story;    ///< of one alone
};
SHAPE(MediaView, id, version, kind, name, media_type, size, width, height, duration_ms, colour, focus, is_private, alt, url, created_at, changed_at, files, products, story)

struct MediaFilter {
    std::optional<Kind> kind;
    std::optional<bool> unused;                      ///< true: only what no product shows
    std::optional<bool> without_alt;                 ///< true: only what has no text in any language
    std::optional<std::string> q;                    ///< part of the name
    std::optional<Whole<1, 200>> limit;
    std::optional<std::string> cursor;
};
SHAPE(MediaFilter, kind, unused, without_alt, q, limit, cursor)
struct MediaPage {
    std::vector<MediaView> items;
    std::optional<std::string> next_cursor;
};
SHAPE(MediaPage, items, next_cursor)

/// Newest first. Refuses request.invalid for a cursor that is none of ours.
Task<Result<MediaPage>> list_media(App& app, Ctx ctx, MediaFilter filter);
Task<Result<MediaView>> find_media(App& app, Ctx ctx, MediaId id);   ///< refuses media.unknown

/// What is to be different.
struct MediaEdit {
    std::optional<AltTexts> alt;                     ///< all texts; a language that is missing has none any more
    std::optional<FocusView> focus;                  ///< a job cuts the squares anew and then shows them under new addresses
};
SHAPE(MediaEdit, alt, focus)
/// Refuses media.unknown, media.not_focusable, request.stale_version, request.invalid.
Task<Result<MediaView>> edit_media(App& app, Ctx ctx, MediaId id, MediaEdit edit, std::optional<std::int64_t> version);
/// Forgets it; its files are deleted a week later. Refuses media.unknown, media.in_use, request.stale_version.
Task<Result<void>> remove_media(App& app, Ctx ctx, MediaId id, std::optional<std::int64_t> version);

/// A job: cuts the squares of one media around another focal point.
struct RefocusMedia {
    MediaId media;
    std::int32_t x = 500, y = 500;
};
SHAPE(RefocusMedia, media, x, y)
inline constexpr std::string_view refocus_job = "media.refocus";
Task<void> refocus_media(App& app, const jobs::Attempt& attempt, const RefocusMedia& what);

/// One thing that a product shows.
struct Shown {
    MediaId media;
    std::optional<VariantId> variant;                ///< for this variant alone
};
SHAPE(Shown, media, variant)
struct ProductMedia {
    std::vector<Shown> items;
};
SHAPE(ProductMedia, items)
/// What a product shows, in order. Refuses catalog.product_unknown.
Task<Result<ProductMedia>> product_media(App& app, Ctx ctx, ProductId product);
/// The product shows these, in this order, and nothing else. Repeatable. Refuses catalog.product_unknown, request.invalid.
Task<Result<ProductMedia>> set_product_media(App& app, Ctx ctx, ProductId product, ProductMedia media);

}  // namespace vitrine::media
