#include "modules/imports/zip_reader.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <vector>

namespace vitrine::imports {
namespace {

constexpr std::uint32_t end_mark = 0x06054b50, entry_mark = 0x02014b50, local_mark = 0x04034b50;
constexpr std::uint64_t ratio_limit = 700, ratio_free_bytes = 16u << 20;  // deflate itself ends at 1,032

std::uint64_t number(std::string_view bytes, std::size_t at, std::size_t width) {
    if (at + width > bytes.size()) throw ZipBroken("a record is cut short");
    std::uint64_t value = 0;
    for (std::size_t i = width; i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
    return value;
}

std::string piece(const Spool& file, std::uint64_t at, std::uint64_t size) {
    if (at > file.size() || size > file.size() - at) throw ZipBroken("a record lies outside the file");
    return file.read(at, std::size_t(size));
}

/// Inflates one entry piece by piece (RFC 1951), or copies a stored one.
class Inflater {
public:
    Inflater(std::shared_ptr<const Spool> file, std::uint64_t at, std::uint64_t packed, bool is_deflated, std::uint64_t most)
        : file_(std::move(file)), at_(at), left_(packed), packed_(packed), most_(most), is_deflated_(is_deflated) {
        if (is_deflated_ && inflateInit2(&stream_, -MAX_WBITS) != Z_OK) throw std::runtime_error("zlib has no memory");
    }
    ~Inflater() {
        if (is_deflated_) inflateEnd(&stream_);
    }
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;

    std::size_t read(std::span<char> into) {
        auto got = is_deflated_ ? inflate_some(into) : read_some(into);
        given_ += got;
        if (given_ > most_ || (given_ > ratio_free_bytes && given_ / ratio_limit > packed_)) throw ZipBroken("an entry is larger than any sheet");
        return got;
    }

private:
    std::size_t read_some(std::span<char> into) {
        auto got = file_->read(at_, into.first(std::size_t(std::min<std::uint64_t>(into.size(), left_))));
        at_ += got, left_ -= got;
        return got;
    }
    std::size_t inflate_some(std::span<char> into) {
        stream_.next_out = reinterpret_cast<Bytef*>(into.data());
        stream_.avail_out = uInt(into.size());
        while (!is_over_ && stream_.avail_out == into.size()) {
            if (stream_.avail_in == 0) {
                stream_.avail_in = uInt(read_some(bytes_));
                stream_.next_in = reinterpret_cast<Bytef*>(bytes_.data());
                if (stream_.avail_in == 0) throw ZipBroken("an entry ends too early");
            }
            auto code = inflate(&stream_, Z_NO_FLUSH);
            if (code != Z_OK && code != Z_STREAM_END) throw ZipBroken("an entry cannot be inflated");
            is_over_ = code == Z_STREAM_END;
        }
        return into.size() - stream_.avail_out;
    }

    std::shared_ptr<const Spool> file_;
    std::uint64_t at_, left_, packed_, most_, given_ = 0;
    bool is_deflated_, is_over_ = false;
    z_stream stream_{};
    std::array<char, 16 * 1024> bytes_{};
};

}  // namespace

ZipReader::ZipReader(std::shared_ptr<const Spool> file) : file_(std::move(file)) { read_directory(); }

/// The end record is within the last 64 KiB; it names the directory. ZIP64 is for archives that no import takes.
void ZipReader::read_directory() {
    auto tail_size = std::min<std::uint64_t>(file_->size(), 65'557);
    auto tail = piece(*file_, file_->size() - tail_size, tail_size);
    auto at = tail.rfind(std::string_view("PK\x05\x06", 4));
    if (at == std::string::npos || number(tail, at, 4) != end_mark) throw ZipBroken("the archive has no directory");
    auto count = number(tail, at + 10, 2), size = number(tail, at + 12, 4), begins = number(tail, at + 16, 4);
    if (count > 10'000 || size > 4u << 20) throw ZipBroken("the archive has too many entries");
    auto directory = piece(*file_, begins, size);
    for (std::size_t i = 0, from = 0; i < count; ++i) {
        if (number(directory, from, 4) != entry_mark) throw ZipBroken("the directory is broken");
        auto name_size = number(directory, from + 28, 2), more = number(directory, from + 30, 2) + number(directory, from + 32, 2);
        if (from + 46 + name_size > directory.size()) throw ZipBroken("the directory is cut short");
        bool is_plain = (number(directory, from + 8, 2) & 1) == 0;
        if (is_plain) entries_[directory.substr(from + 46, name_size)] = {number(directory, from + 42, 4), number(directory, from + 20, 4), std::uint16_t(number(directory, from + 10, 2))};
        from += std::size_t(46 + name_size + more);
    }
}

ByteSource ZipReader::open(const std::string& name, std::uint64_t most_bytes) const {
    auto found = entries_.find(name);
    if (found == entries_.end()) throw ZipBroken("the archive has no " + name);
    const auto& entry = found->second;
    if (entry.method != 0 && entry.method != 8) throw ZipBroken("an entry is packed in a way that is not read here");
    auto local = piece(*file_, entry.at, 30);
    if (number(local, 0, 4) != local_mark) throw ZipBroken("an entry is not where the directory says");
    auto at = entry.at + 30 + number(local, 26, 2) + number(local, 28, 2);
    if (at > file_->size() || entry.packed > file_->size() - at) throw ZipBroken("an entry lies outside the file");
    auto reader = std::make_shared<Inflater>(file_, at, entry.packed, entry.method == 8, most_bytes);
    return [reader](std::span<char> into) { return reader->read(into); };
}

}  // namespace vitrine::imports
