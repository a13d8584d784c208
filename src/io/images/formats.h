#pragma once
// The readers of headers, one a format. Used within this folder.
#include "io/images/header.h"

namespace vitrine::images {

using Reading = std::expected<Header, std::string>;

inline Reading bad(std::string why) { return std::unexpected(std::move(why)); }

Reading read_jpeg(std::string_view file);   ///< pure; as read_header
Reading read_png(std::string_view file);
Reading read_gif(std::string_view file);
Reading read_webp(std::string_view file);

}  // namespace vitrine::images
