#pragma once
// What queries of this module name.
#include "core/transition.h"
#include "modules/media/api.h"

namespace vitrine::media {

enum class UploadState { receiving, checking, done, refused, expired };
SHAPE_ENUM(UploadState, receiving, checking, done, refused, expired)

struct UploadRow {
    UploadId id;
    MediaId media_id;
    bool replaces = false;
    std::string filename;
    std::int64_t size = 0, received = 0;
    std::optional<pg::Bytes> digest;
    bool is_private = false;
    RawJson alt;
    std::optional<ProductId> product_id;
    std::optional<VariantId> variant_id;
    UploadState state = UploadState::receiving;
    std::string fault, detail;
    bool is_duplicate = false;
    Instant created_at{}, expires_at{};
};
SHAPE(UploadRow, id, media_id, replaces, filename, size, received, digest, is_private, alt, product_id, variant_id, state, fault, detail, is_duplicate, created_at, expires_at)

struct MediaRow {
    MediaId id;
    std::int64_t version = 1;
    Kind kind = Kind::picture;
    std::string name, media_type;
    pg::Bytes digest;
    std::int64_t size = 0;
    std::string edition;
    std::int32_t width = 0, height = 0;
    std::int64_t duration_ms = 0;
    std::string colour;
    std::int32_t focus_x = 500, focus_y = 500;
    bool is_private = false;
    RawJson alt;
    Instant created_at{}, changed_at{};
};
SHAPE(MediaRow, id, version, kind, name, media_type, digest, size, edition, width, height, duration_ms, colour, focus_x, focus_y, is_private, alt, created_at, changed_at)

struct PartRow {
    std::int64_t at_byte = 0;
    pg::Bytes digest;
    std::int64_t size = 0;
};
SHAPE(PartRow, at_byte, digest, size)

struct ObjectRow {
    std::string key;
    pg::Bytes digest;
    std::int64_t size = 0;
    std::string media_type;
    std::int32_t width = 0, height = 0;
};
SHAPE(ObjectRow, key, digest, size, media_type, width, height)

/// What the story of a media says of a file that came.
struct UploadDetail {
    std::string filename;
    Kind kind = Kind::picture;
    std::int64_t size = 0;
};
SHAPE(UploadDetail, filename, kind, size)

}  // namespace vitrine::media
