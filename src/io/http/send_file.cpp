// A file with ranges (RFC 9110 section 14), ETag and Last-Modified. What is in the page cache is read at once, the rest by a helper thread.
#include <cerrno>
#include <chrono>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <fmt/format.h>

#include "io/http/answer_head.h"
#include "io/http/connection.h"
#include "io/http/negotiation.h"
#include "io/http/server_state.h"
#include "io/loop.h"

namespace vitrine::http {
namespace {

constexpr size_t piece_bytes = 128 * 1024;

class File {
public:
    explicit File(const std::string& path) : descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY)) {
        struct stat status;
        is_open_ = descriptor_ >= 0 && ::fstat(descriptor_, &status) == 0 && S_ISREG(status.st_mode);
        if (!is_open_) return;
        size = std::uint64_t(status.st_size);
        auto changed_us = std::int64_t(status.st_mtim.tv_sec) * 1'000'000 + status.st_mtim.tv_nsec / 1000;
        etag = fmt::format("\"{:x}-{:x}\"", changed_us, size);
        last_modified = format_http_date(Instant(std::chrono::seconds(status.st_mtim.tv_sec)));
    }
    ~File() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    bool is_open() const { return is_open_; }

    /// Up to `wanted` bytes at `offset`; empty when the file ended early or cannot be read.
    Task<std::string_view> read(std::string& buffer, std::uint64_t offset, size_t wanted) {
        buffer.resize(std::min(wanted, piece_bytes));
        iovec into{buffer.data(), buffer.size()};
        auto count = ::preadv2(descriptor_, &into, 1, off_t(offset), RWF_NOWAIT);
        bool is_cold = count < 0 && (errno == EAGAIN || errno == EOPNOTSUPP || errno == ENOSYS);
        if (is_cold) {
            auto blocking = offload_value([this, into, offset] { return ::preadv(descriptor_, &into, 1, off_t(offset)); });
            count = co_await std::move(blocking);
        }
        co_return count > 0 ? std::string_view(buffer).substr(0, size_t(count)) : std::string_view();
    }

    std::uint64_t size = 0;
    std::string etag, last_modified;

private:
    int descriptor_;
    bool is_open_ = false;
};

/// RFC 9110 section 13: If-None-Match wins over If-Modified-Since, which is compared exactly (browsers send back what they were told).
bool is_held(const Request& request, const File& file) {
    if (auto list = request.header("if-none-match"); !list.empty()) return names_etag(list, file.etag);
    return request.header("if-modified-since") == file.last_modified;
}

RangeChoice wanted_range(const Request& request, const File& file) {
    auto condition = request.header("if-range");
    bool is_current = condition.empty() || condition == file.etag || condition == file.last_modified;
    if (request.method != Method::get || !is_current) return {};
    return choose_range(request.header("range"), file.size);
}

/// The answer without body: not there, held already, or a range outside.
Task<bool> send_short(Connection& connection, const Response& response, const File& file, int status) {
    auto& server = connection.server();
    AnswerHead head(server.head_scratch, server, status, connection.request().request_id);
    head.add("ETag", file.etag).add("Last-Modified", file.last_modified).add("Accept-Ranges", "bytes").add_all(response.headers);
    if (status == 416) head.add("Content-Range", fmt::format("bytes */{}", file.size));
    head.finish(status == 416 ? std::optional<std::uint64_t>(0) : std::nullopt, connection.connection_header());
    return connection.send({server.head_scratch, {}, {}});
}

Task<bool> send_problem(Connection& connection, const RefusalKind& kind, int& status) {
    auto& server = connection.server();
    auto answer = problem(refuse(kind).error(), connection.request().request_id);
    status = answer.status;
    const auto& body = std::get<std::string>(answer.body);
    AnswerHead head(server.head_scratch, server, status, connection.request().request_id);
    head.add_all(answer.headers).finish(body.size(), connection.connection_header());
    co_return co_await connection.send({server.head_scratch, body, {}});
}

}  // namespace

Task<bool> send_file(Connection& connection, const Response& response, const FileBody& body, int& status) {
    const auto& request = connection.request();
    auto& server = connection.server();
    File file(body.path);
    if (!file.is_open()) co_return co_await send_problem(connection, refusals::not_found, status);
    if (is_held(request, file)) co_return co_await send_short(connection, response, file, status = 304);
    auto [verdict, range] = wanted_range(request, file);
    if (verdict == RangeVerdict::unsatisfiable) co_return co_await send_short(connection, response, file, status = 416);
    if (verdict == RangeVerdict::whole) range = {0, file.size};
    else status = 206;

    AnswerHead head(server.head_scratch, server, status, request.request_id);
    head.add("Content-Type", body.content_type).add("ETag", file.etag).add("Last-Modified", file.last_modified).add("Accept-Ranges", "bytes");
    if (status == 206) head.add("Content-Range", fmt::format("bytes {}-{}/{}", range.first, range.first + range.size - 1, file.size));
    head.add_all(response.headers).finish(range.size, connection.connection_header());
    std::string owned_head = server.head_scratch;  // reading may wait
    if (request.method == Method::head || range.size == 0) co_return co_await connection.send({owned_head, {}, {}});

    std::string buffer;
    std::string_view head_left = owned_head;
    while (range.size > 0) {
        auto bytes = co_await file.read(buffer, range.first, size_t(std::min<std::uint64_t>(range.size, piece_bytes)));
        if (bytes.empty()) co_return false;  // it shrank under us: the length is a promise, so the connection must end
        if (!co_await connection.send({head_left, bytes, {}})) co_return false;
        head_left = {};
        range.first += bytes.size();
        range.size -= bytes.size();
    }
    co_return true;
}

}  // namespace vitrine::http
