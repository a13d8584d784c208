#pragma once
// Pure decisions about media.
#include "io/images/header.h"
#include "io/images/render.h"
#include "modules/media/rows.h"

namespace vitrine::media::rules {

/// The life of an upload.
inline constexpr TransitionTable<UploadState, 5> upload_life{
    "media upload",
    UploadState::receiving,
    {{
        {UploadState::receiving, "complete", UploadState::checking},   // its last byte is here
        {UploadState::receiving, "give_up", UploadState::expired},     // by staff, or nothing came for a day
        {UploadState::checking, "accept", UploadState::done},          // all renditions are stored
        {UploadState::checking, "refuse", UploadState::refused},       // the file is not what may be shown
        {UploadState::checking, "give_up", UploadState::expired},      // what it was to replace is gone
    }},
};

inline constexpr std::int64_t part_limit_bytes = 8 * 1024 * 1024;      ///< of one PATCH, so of the memory one takes
inline constexpr std::int64_t largest_upload = 512ll * 1024 * 1024;
inline constexpr std::int64_t most_open_uploads = 1'000;               ///< of a store
inline constexpr auto upload_ttl = std::chrono::hours(24);             ///< after its last part
inline constexpr auto retired_for = std::chrono::days(7);              ///< an object that nothing shows is kept so long: pages made before may still name it

/// How many bytes a file of this format may have.
std::int64_t most_bytes(images::Format format);
/// What is wrong with dimensions, frames or scans; empty: nothing. Looked at before anything is decoded.
std::string fault_of(const images::Header& header);

Kind kind_of(images::Format format);
/// Whether files of this format are taken in at all.
bool is_accepted(images::Format format);

/// A name for URLs made of a file's name: "Copper Jar (2).JPG" is "copper-jar-2". Never a path, never empty.
std::string name_of(std::string_view filename);

/// The renditions of a picture of this size, as Picture says. `name`s are suffixes.
std::vector<images::Wish> plan(std::int32_t width, std::int32_t height);
/// The widths in `srcset`, all of it last: those of the plan.
std::vector<std::int32_t> widths_of(std::int32_t width);
std::vector<std::int32_t> square_widths_of(std::int32_t width, std::int32_t height);
/// "-thumb", "-640", "" …
std::string suffix_of(std::int32_t width, std::int32_t whole_width);

/// What URLs name: of one store, one content, one focal point, one recipe.
std::string edition_of(StoreId store, std::string_view digest, images::Focus focus);
/// What the rows of a file as it came say instead of an edition.
std::string original_edition(std::string_view digest);

std::string original_key(StoreId store, std::string_view digest, bool is_private);
std::string part_key(StoreId store, UploadId upload, std::int64_t at_byte, std::string_view digest);
/// `file`: "copper-jar-thumb.webp".
std::string rendition_key(bool is_private, std::string_view edition, std::string_view file);
/// Whether this is written as editions are.
bool is_edition(std::string_view text);

/// What is wrong with texts by language; pointers begin with `at`.
std::vector<Fault> alt_faults(const std::map<std::string, std::string>& alt, const std::string& at);

}  // namespace vitrine::media::rules
