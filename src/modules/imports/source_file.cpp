#include "modules/imports/source_file.h"

#include <vector>

#include "modules/imports/sheet_records.h"
#include "modules/imports/translated.h"

namespace vitrine::imports {
namespace {

/// Descriptions of other systems are longer than ours, and their plug-ins add columns.
constexpr CsvLimits wide{.field_bytes = 512 * 1024, .record_bytes = 1024 * 1024, .fields = 4'000};

std::string head_of(ByteSource source) {
    std::string head(4, '\0');
    std::size_t filled = 0;
    for (std::size_t got = 1; got > 0 && filled < head.size(); filled += got) got = source(std::span(head).subspan(filled));
    head.resize(filled);
    return head;
}

std::shared_ptr<const Spool> spooled(ByteSource source) {
    auto spool = std::make_shared<Spool>();
    std::vector<char> buffer(256 * 1024);
    for (auto got = source(buffer); got > 0; got = source(buffer)) spool->append(std::string_view(buffer.data(), got));
    return spool;
}

}  // namespace

SourceFile::SourceFile(std::function<ByteSource()> open, std::optional<Format> asked) : open_(std::move(open)) {
    if (head_of(open_()) == "PK\x03\x04") sheet_ = spooled(open_());
    else writing_ = detect_writing(open_());
    format_ = asked ? *asked : detect();
}

std::unique_ptr<Records> SourceFile::records() const {
    auto limits = format_ == Format::shopify || format_ == Format::woocommerce ? wide : CsvLimits{};
    if (sheet_) return sheet_records(sheet_, limits);
    return std::make_unique<CsvReader>(in_utf8(open_(), writing_), limits);
}

Format SourceFile::detect() const {
    std::unique_ptr<Records> rows = sheet_ ? sheet_records(sheet_, wide) : std::make_unique<CsvReader>(in_utf8(open_(), writing_), wide);
    CsvRecord record;
    if (!rows->next(record) || record.broken) return Format::native;
    ForeignHeader header;
    header.read(record);
    auto has = [&header](std::string_view name) { return header.find({name}) != ForeignHeader::absent; };
    if (has("product_slug")) return Format::native;
    if (has("slug") && has("name") && !is_woocommerce(header)) return Format::categories;
    if (is_shopify(header)) return Format::shopify;
    return is_woocommerce(header) ? Format::woocommerce : Format::native;
}

}  // namespace vitrine::imports
