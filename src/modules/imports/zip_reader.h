#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>

#include "modules/imports/csv_reader.h"
#include "modules/imports/spool.h"

namespace vitrine::imports {

/// The archive is no ZIP file, or broken, or asks for more than it may.
struct ZipBroken : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// What is in a ZIP archive (PKWARE APPNOTE 6.3): stored and deflated entries, no encryption, one disk. The directory may name 10,000 entries.
class ZipReader {
public:
    explicit ZipReader(std::shared_ptr<const Spool> file);   ///< ZipBroken
    bool has(const std::string& name) const { return entries_.contains(name); }

    /// The entry's bytes, inflated as they are read. Throws ZipBroken in the middle of a broken entry, after `most_bytes`, and, past
    /// 16 MiB, when more than 700 bytes come out of one (a bomb; real sheets reach a few hundred).
    ByteSource open(const std::string& name, std::uint64_t most_bytes) const;

private:
    struct Entry {
        std::uint64_t at = 0, packed = 0;
        std::uint16_t method = 0;
    };
    void read_directory();
    std::shared_ptr<const Spool> file_;
    std::map<std::string, Entry> entries_;
};

}  // namespace vitrine::imports
