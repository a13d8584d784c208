// A file that is too big for one call: CreateMultipartUpload, UploadPart several at once, CompleteMultipartUpload.
#include <fstream>
#include <functional>
#include <vector>

#include "io/loop.h"
#include "io/storage/s3_call.h"

namespace vitrine::storage {
namespace {

/// What the lanes of one upload share.
struct Parts {
    S3Caller& caller;
    std::string key, path, upload;
    std::uint64_t size = 0, count = 0, next = 0;
    std::vector<std::string> etags;
    std::optional<Failure> failure;
    size_t lanes = 0;
    std::function<void()> ended;
};

std::shared_ptr<const std::string> piece_of(const std::string& path, std::uint64_t at, std::uint64_t size) {
    std::ifstream file(path, std::ios::binary);
    std::string bytes(size, '\0');
    file.seekg(std::streamoff(at));
    file.read(bytes.data(), std::streamsize(size));
    if (std::uint64_t(file.gcount()) != size) return nullptr;
    return std::make_shared<const std::string>(std::move(bytes));
}

Task<void> send_part(std::shared_ptr<Parts> all, std::uint64_t number) {
    auto part_bytes = all->caller.options().part_bytes;
    auto at = number * part_bytes, size = std::min(part_bytes, all->size - at);
    auto bytes = co_await offload_value([&] { return piece_of(all->path, at, size); });
    if (!bytes) {
        all->failure = Failure{Trouble::unavailable, "the file cannot be read"};
        co_return;
    }
    // Sent again after an unknown end, a part of the same number takes the place of the one before.
    auto answer = co_await all->caller.call({.method = "PUT", .key = all->key, .query = {{"partNumber", std::to_string(number + 1)}, {"uploadId", all->upload}}, .body = std::move(bytes)});
    if (answer.outcome != web::Outcome::answered || answer.status != 200 || answer.header("etag").empty()) all->failure = failure_of(answer, "part of an upload");
    else all->etags[number] = answer.header("etag");
}

Task<void> lane(std::shared_ptr<Parts> all) {
    while (all->next < all->count && !all->failure) {
        auto number = all->next++;
        try {
            co_await send_part(all, number);
        } catch (const std::exception& why) {
            all->failure = Failure{Trouble::unavailable, why.what()};
        }
    }
    if (--all->lanes == 0) all->ended();
}

Task<void> send_all(std::shared_ptr<Parts> all) {
    all->lanes = std::min<std::uint64_t>(std::uint64_t(all->caller.options().parts_at_once), all->count);
    auto& loop = Loop::here();
    auto wait = suspend<bool>([&](auto done) {
        auto lanes = all->lanes;
        all->ended = [&loop, done] { loop.post([done]() mutable { done(true); }); };
        for (size_t i = 0; i < lanes; ++i) loop.spawn(lane(all));
    });
    co_await wait;
}

std::string list_of(const std::vector<std::string>& etags) {
    std::string xml = "<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">";
    for (size_t i = 0; i < etags.size(); ++i) xml += "<Part><PartNumber>" + std::to_string(i + 1) + "</PartNumber><ETag>" + etags[i] + "</ETag></Part>";
    return xml + "</CompleteMultipartUpload>";
}

Task<Outcome<void>> complete(std::shared_ptr<Parts> all) {
    auto list = std::make_shared<const std::string>(list_of(all->etags));
    auto answer = co_await all->caller.call({.method = "POST", .key = all->key, .query = {{"uploadId", all->upload}}, .headers = {{"content-type", "application/xml"}}, .body = std::move(list)});
    // 200 may hold an error; 404 may mean that the call before this one was done though its answer was lost.
    bool is_done = answer.outcome == web::Outcome::answered && answer.status == 200 && element_of(answer.body, "Code").empty();
    if (is_done) co_return Outcome<void>();
    auto there = co_await all->caller.call({.method = "HEAD", .key = all->key});
    if (there.outcome == web::Outcome::answered && there.status == 200 && there.header("content-length") == std::to_string(all->size)) co_return Outcome<void>();
    auto failure = failure_of(answer, "end of an upload");
    if (failure.trouble == Trouble::missing) failure.trouble = Trouble::unavailable;
    co_return std::unexpected(std::move(failure));
}

}  // namespace

Task<Outcome<void>> put_in_parts(S3Caller& caller, std::string key, std::string path, std::uint64_t size, std::string content_type) {
    auto begun = co_await caller.call({.method = "POST", .key = key, .query = {{"uploads", ""}}, .headers = {{"content-type", content_type}}});
    auto upload = begun.outcome == web::Outcome::answered && begun.status == 200 ? element_of(begun.body, "UploadId") : std::string();
    if (upload.empty()) co_return std::unexpected(failure_of(begun, "begin of an upload"));
    auto part_bytes = caller.options().part_bytes;
    auto all = std::make_shared<Parts>(Parts{.caller = caller, .key = key, .path = path, .upload = upload, .size = size, .count = (size + part_bytes - 1) / part_bytes});
    all->etags.resize(all->count);
    co_await send_all(all);
    Outcome<void> done;
    if (all->failure) done = std::unexpected(*all->failure);
    else done = co_await complete(all);
    if (!done) co_await caller.call({.method = "DELETE", .key = key, .query = {{"uploadId", upload}}});
    co_return done;
}

}  // namespace vitrine::storage
