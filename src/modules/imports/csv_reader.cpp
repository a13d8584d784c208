#include "modules/imports/csv_reader.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <istream>
#include <memory>
#include <utility>

#include "modules/imports/csv_utf8.h"

namespace vitrine::imports {
namespace {

constexpr std::size_t read_ahead_bytes = 256 * 1024;

std::uint64_t count_newlines(const char* begin, const char* end) {
    return static_cast<std::uint64_t>(std::count(begin, end, '\n'));
}

}  // namespace

ByteSource bytes_of(std::string_view text) {
    auto rest = std::make_shared<std::string_view>(text);
    return [rest](std::span<char> into) {
        const auto count = std::min(into.size(), rest->size());
        std::copy_n(rest->data(), count, into.data());
        rest->remove_prefix(count);
        return count;
    };
}

ByteSource bytes_of(std::istream& stream) {
    return [&stream](std::span<char> into) {
        stream.read(into.data(), static_cast<std::streamsize>(into.size()));
        return static_cast<std::size_t>(stream.gcount());
    };
}

CsvReader::CsvReader(ByteSource source, CsvLimits limits)
    : source_(std::move(source)), limits_(limits), buffer_((2 * limits.record_bytes) + read_ahead_bytes) {}

bool CsvReader::next(CsvRecord& record) {
    if (!is_open_) open();
    record.faults.clear();
    record.fields.clear();
    record.broken = false;
    if (skip_pending_) skip_line();
    while (!refusal_) {
        if (begin_ == end_) fill();
        if (begin_ == end_) return false;
        const auto outcome = scan(record);
        if (outcome == Outcome::need_more) {
            fill();
            continue;
        }
        const bool is_blank = outcome == Outcome::whole && fields_.size() == 1 && plain_only_ &&
                              fields_[0].begin == fields_[0].end;
        if (!is_blank) {
            record.number = ++record_number_;
            record.line = line_;
            finish(record);
        }
        if (outcome == Outcome::broken) {
            line_ = resume_line_;
            record.broken = true;
            skip_pending_ = true;
        } else {
            begin_ = at_;
            line_ = scan_line_;
        }
        if (!is_blank) return true;
    }
    return false;
}

/// Looks at the first bytes: the byte order mark, files that are not text at all, and the delimiter.
void CsvReader::open() {
    is_open_ = true;
    fill();
    const std::string_view head(buffer_.data(), end_);
    if (head.empty()) refusal_ = "file.empty";
    if (head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF")) refusal_ = "file.not_utf8";
    if (head.starts_with("PK\x03\x04") || head.starts_with("\xD0\xCF\x11\xE0")) refusal_ = "file.is_spreadsheet";
    if (head.starts_with("\xEF\xBB\xBF")) begin_ = 3;
    choose_delimiter();
}

/// The candidate that occurs most often in the first line outside quotes; the comma wins a draw.
void CsvReader::choose_delimiter() {
    constexpr std::array candidates{',', ';', '\t'};
    std::array<std::size_t, 3> counts{};
    bool quoted = false;
    for (std::size_t i = begin_; i < end_ && (quoted || buffer_[i] != '\n'); ++i) {
        if (buffer_[i] == '"') quoted = !quoted;
        for (std::size_t c = 0; c < candidates.size(); ++c) counts[c] += !quoted && buffer_[i] == candidates[c] ? 1 : 0;
    }
    delimiter_ = candidates[static_cast<std::size_t>(std::ranges::max_element(counts) - counts.begin())];
    for (const char stop : {delimiter_, '\n', '\r', '"'}) stops_[static_cast<unsigned char>(stop)] = true;
}

/// Moves the unread rest to the front and reads until the buffer is full or the source ends, so that a record is
/// scanned again at most once for every bufferful.
void CsvReader::fill() {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
    while (!at_end_ && end_ < buffer_.size()) {
        const auto got = source_(std::span(buffer_).subspan(end_));
        at_end_ = got == 0;
        end_ += got;
        bytes_read_ += got;
    }
}

CsvReader::Outcome CsvReader::scan(CsvRecord& record) {
    fields_.clear();
    extra_fields_ = 0;
    plain_only_ = true;
    at_ = begin_;
    scan_line_ = line_;
    auto after = After::field;
    while (after == After::field) {
        if (at_ == end_ && !at_end_) return Outcome::need_more;
        const bool quoted = at_ < end_ && buffer_[at_] == '"';
        after = quoted ? scan_quoted(record) : scan_plain(record);
    }
    if (after == After::need_more) return Outcome::need_more;
    return after == After::broken ? Outcome::broken : Outcome::whole;
}

CsvReader::After CsvReader::scan_quoted(CsvRecord& record) {
    plain_only_ = false;
    const auto opened = at_;
    const auto opened_line = scan_line_;
    Field field{.begin = at_ + 1, .end = at_ + 1, .has_escapes = false};
    for (auto from = field.begin;;) {
        const void* found = from < end_ ? std::memchr(buffer_.data() + from, '"', end_ - from) : nullptr;
        const auto quote = found == nullptr ? end_ : static_cast<std::size_t>(static_cast<const char*>(found) - buffer_.data());
        const bool too_long = quote - begin_ > limits_.record_bytes;
        if (!too_long && !at_end_ && quote + 2 >= end_) return After::need_more;
        if (too_long || quote == end_) return fail(record, "csv.unclosed_quote", opened_line, opened);
        if (quote + 1 < end_ && buffer_[quote + 1] == '"') {
            field.has_escapes = true;
            from = quote + 2;
            continue;
        }
        field.end = quote;
        break;
    }
    scan_line_ += count_newlines(buffer_.data() + field.begin, buffer_.data() + field.end);
    const auto after = end_of_field(field.end + 1, field);
    if (after != After::broken) return after;
    // Text after a closing quote on a later line means that this quote opened another field: the first was never closed.
    const auto code = scan_line_ == opened_line ? "csv.text_after_quote" : "csv.unclosed_quote";
    return fail(record, code, opened_line, opened);
}

CsvReader::After CsvReader::scan_plain(CsvRecord& record) {
    const auto opened = at_;
    const char* data = buffer_.data();
    auto stop = opened;
    while (stop < end_ && !stops_[static_cast<unsigned char>(data[stop])]) ++stop;
    if (stop - begin_ > limits_.record_bytes) return fail(record, "csv.row_too_long", scan_line_, opened);
    if (!at_end_ && stop + 1 >= end_) return After::need_more;
    if (stop < end_ && data[stop] == '"') return fail(record, "csv.stray_quote", scan_line_, opened);
    const auto after = end_of_field(stop, {.begin = opened, .end = stop, .has_escapes = false});
    return after == After::broken ? fail(record, "csv.bare_carriage_return", scan_line_, opened) : after;
}

/// Takes the field when a delimiter, a line end or the end of the file follows; broken when anything else does.
CsvReader::After CsvReader::end_of_field(std::size_t at, Field field) {
    auto after = After::record;
    auto next = at;
    if (at < end_) {
        if (buffer_[at] == delimiter_) {
            after = After::field;
            next = at + 1;
        } else if (buffer_[at] == '\n') {
            next = at + 1;
        } else if (buffer_[at] == '\r' && (at + 1 < end_ ? buffer_[at + 1] == '\n' : at_end_)) {
            next = std::min(at + 2, end_);
        } else {
            return After::broken;
        }
    }
    if (after == After::record && next > at) ++scan_line_;
    if (fields_.size() < limits_.fields) {
        fields_.push_back(field);
    } else {
        ++extra_fields_;
    }
    at_ = next;
    return after;
}

CsvReader::After CsvReader::fail(CsvRecord& record, std::string_view code, std::uint64_t line, std::size_t resume_from) {
    record.faults.push_back({.line = line, .field = fields_.size() + extra_fields_, .code = code});
    resume_from_ = resume_from;
    resume_line_ = line;
    return After::broken;
}

/// Hands out the fields found, checks their bytes, and takes the doubled quotes out of them. The text is changed in
/// place, but only behind the point where reading would resume.
void CsvReader::finish(CsvRecord& record) {
    if (extra_fields_ > 0) {
        record.faults.push_back({.line = line_, .field = limits_.fields, .code = "csv.too_many_fields"});
    }
    for (const auto& field : fields_) record.fields.push_back(unescape(field));
    check_content(record, begin_);
}

void CsvReader::check_content(CsvRecord& record, std::size_t begin) {
    const auto last = fields_.empty() ? begin : fields_.back().end;
    const std::string_view whole(buffer_.data() + begin, last - begin);
    const bool ascii = is_ascii(whole);
    const bool has_nul = whole.contains('\0');
    if (ascii && !has_nul && whole.size() <= limits_.field_bytes) return;
    auto line = line_;
    for (std::size_t i = 0; i < record.fields.size(); ++i) {
        const auto field = record.fields[i];
        if (field.size() > limits_.field_bytes) record.faults.push_back({line, i, "csv.field_too_long"});
        if (field.contains('\0')) record.faults.push_back({line, i, "csv.nul_byte"});
        if (!ascii && !is_utf8(field)) record.faults.push_back({line, i, "utf8.invalid"});
        line += count_newlines(field.data(), field.data() + field.size());
    }
}

std::string_view CsvReader::unescape(Field field) {
    char* begin = buffer_.data() + field.begin;
    if (!field.has_escapes) return {begin, field.end - field.begin};
    char* to = begin;
    for (std::size_t i = field.begin; i < field.end; ++i) {
        *to++ = buffer_[i];
        if (buffer_[i] == '"') ++i;
    }
    return {begin, static_cast<std::size_t>(to - begin)};
}

/// Drops everything up to and including the line end where the broken record's trouble began. It happens at the next
/// call because the fields handed out still point into the buffer.
void CsvReader::skip_line() {
    skip_pending_ = false;
    begin_ = resume_from_;
    for (;;) {
        const void* found = begin_ < end_ ? std::memchr(buffer_.data() + begin_, '\n', end_ - begin_) : nullptr;
        if (found != nullptr) {
            begin_ = static_cast<std::size_t>(static_cast<const char*>(found) - buffer_.data()) + 1;
            ++line_;
            return;
        }
        begin_ = end_;
        if (at_end_) return;
        fill();
    }
}

}  // namespace vitrine::imports
