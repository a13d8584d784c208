#pragma once
// Numbers in files, read within bounds: what lies outside reads as zero, and the caller has looked before.
#include <cstdint>
#include <string_view>

namespace vitrine::images {

inline std::uint32_t byte_at(std::string_view bytes, size_t at) { return at < bytes.size() ? std::uint8_t(bytes[at]) : 0; }
inline std::uint32_t big16(std::string_view bytes, size_t at) { return byte_at(bytes, at) << 8 | byte_at(bytes, at + 1); }
inline std::uint32_t big32(std::string_view bytes, size_t at) { return big16(bytes, at) << 16 | big16(bytes, at + 2); }
inline std::uint64_t big64(std::string_view bytes, size_t at) { return std::uint64_t(big32(bytes, at)) << 32 | big32(bytes, at + 4); }
inline std::uint32_t little16(std::string_view bytes, size_t at) { return byte_at(bytes, at) | byte_at(bytes, at + 1) << 8; }
inline std::uint32_t little24(std::string_view bytes, size_t at) { return little16(bytes, at) | byte_at(bytes, at + 2) << 16; }
inline std::uint32_t little32(std::string_view bytes, size_t at) { return little16(bytes, at) | little16(bytes, at + 2) << 16; }

}  // namespace vitrine::images
