#pragma once
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace vitrine::images {

/// What a GLB holds.
struct Model {
    std::int64_t meshes = 0, points = 0, pictures = 0;
};

/// Pure. Reads a binary glTF 2.0. Refuses, with a reason for people: chunks that do not fit the file, anything kept elsewhere (a uri), views or accessors beyond
/// the buffer, more than 2,000,000 points, 64 pictures or one that is no JPEG, PNG or WebP or bigger than 4096 points a side, and extensions a viewer must
/// know that most do not. Source: glTF 2.0, sections 3 and 4 (ISO/IEC 12113).
std::expected<Model, std::string> read_model(std::string_view file);

}  // namespace vitrine::images
