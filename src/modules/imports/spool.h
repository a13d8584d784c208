#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace vitrine::imports {

/// A file without a name that ends with this object: what is too much for memory waits there.
class Spool {
public:
    Spool();    ///< std::system_error when there is no place for it
    ~Spool();
    Spool(const Spool&) = delete;
    Spool& operator=(const Spool&) = delete;

    std::uint64_t append(std::string_view bytes);                            ///< gives where they begin
    std::size_t read(std::uint64_t at, std::span<char> into) const;          ///< fewer only at the end
    std::string read(std::uint64_t at, std::size_t count) const;             ///< exactly so many; std::runtime_error otherwise
    std::uint64_t size() const { return size_; }

private:
    int file_ = -1;
    std::uint64_t size_ = 0;
};

}  // namespace vitrine::imports
