#include "modules/imports/spool.h"

#include <cerrno>
#include <cstdlib>
#include <stdexcept>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace vitrine::imports {
namespace {

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

}  // namespace

Spool::Spool() {
    const char* folder = std::getenv("TMPDIR");
    auto pattern = std::string(folder && *folder ? folder : "/tmp") + "/vitrine-import-XXXXXX";
    file_ = mkostemp(pattern.data(), O_CLOEXEC);
    if (file_ < 0) fail("cannot make a temporary file");
    unlink(pattern.c_str());
}

Spool::~Spool() {
    if (file_ >= 0) close(file_);
}

std::uint64_t Spool::append(std::string_view bytes) {
    auto begins = size_;
    while (!bytes.empty()) {
        auto written = pwrite(file_, bytes.data(), bytes.size(), off_t(size_));
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) fail("cannot write a temporary file");
        size_ += std::uint64_t(written);
        bytes.remove_prefix(std::size_t(written));
    }
    return begins;
}

std::size_t Spool::read(std::uint64_t at, std::span<char> into) const {
    std::size_t got = 0;
    while (got < into.size()) {
        auto count = pread(file_, into.data() + got, into.size() - got, off_t(at + got));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail("cannot read a temporary file");
        if (count == 0) break;
        got += std::size_t(count);
    }
    return got;
}

std::string Spool::read(std::uint64_t at, std::size_t count) const {
    std::string out(count, '\0');
    if (read(at, std::span(out)) != count) throw std::runtime_error("a temporary file is shorter than what was written to it");
    return out;
}

}  // namespace vitrine::imports
