#pragma once
// Files as people and others send them: pictures made on the spot, and forty and more that mean harm.
#include <cstdint>
#include <string>
#include <vector>

namespace vitrine::test {

std::string jpeg_file(int width, int height, int seed = 0);   ///< shapes in colours that differ by seed
std::string webp_file(int width, int height);
std::string png_file(int width, int height);                  ///< of its own making: grey
std::string jpeg_with_orientation(const std::string& jpeg, int orientation);   ///< as EXIF counts them
std::string png_chunk(const std::string& type, const std::string& data);
std::string zeros_deflated(std::size_t count);                ///< what inflates to so many zeros

/// A file that means harm, and what must become of it.
struct HostileFile {
    std::string name, bytes;
    std::string code;        ///< refused with this; empty: made safe
    bool may_be_either = false;  ///< decoders differ: refused as broken or made safe, both are fine
};
/// None of what is made of them may hold this text.
inline const std::string poison = "alert(document.cookie)";
std::vector<HostileFile> hostile_files();

}  // namespace vitrine::test
