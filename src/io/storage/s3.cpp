#include "io/storage/s3.h"

#include <charconv>
#include <filesystem>
#include <fstream>

#include "core/check.h"
#include "io/loop.h"
#include "io/storage/s3_call.h"

namespace vitrine::storage {
namespace {

bool is_success(const web::Answer& answer) { return answer.outcome == web::Outcome::answered && answer.status >= 200 && answer.status < 300; }

std::optional<std::uint64_t> length_of(const web::Answer& answer) {
    auto text = answer.header("content-length");
    std::uint64_t size = 0;
    auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), size);
    return fault == std::errc() && end == text.data() + text.size() && !text.empty() ? std::optional(size) : std::nullopt;
}

class S3Store final : public Store {
public:
    S3Store(web::Client& web, S3Options options) : caller_(web, std::move(options)) {}

    Task<Outcome<void>> put(std::string key, std::shared_ptr<const std::string> bytes, std::string content_type) override {
        check(is_safe_key(key), "a key of the store is a safe name");
        auto answer = co_await caller_.call({.method = "PUT", .key = key, .headers = {{"content-type", content_type}}, .body = bytes});
        if (is_success(answer)) co_return Outcome<void>();
        // Broken off behind the sending, it may have been done all the same.
        bool is_unknown = answer.outcome != web::Outcome::answered || answer.status >= 500;
        if (is_unknown) {
            auto there = co_await size(key);
            if (there && *there == bytes->size()) co_return Outcome<void>();
        }
        auto failure = failure_of(answer, "put");
        if (failure.trouble == Trouble::missing) failure.trouble = Trouble::refused;  // the bucket is not there: asking again does not make it
        co_return std::unexpected(std::move(failure));
    }

    Task<Outcome<void>> put_file(std::string key, std::string path, std::string content_type) override {
        check(is_safe_key(key), "a key of the store is a safe name");
        auto size = co_await offload_value([path] {
            std::error_code fault;
            auto bytes = std::filesystem::file_size(path, fault);
            return fault ? std::optional<std::uint64_t>() : std::optional<std::uint64_t>(bytes);
        });
        if (!size) co_return fail(Trouble::unavailable, "the file cannot be read");
        if (*size > caller_.options().part_bytes) co_return co_await put_in_parts(caller_, std::move(key), std::move(path), *size, std::move(content_type));
        auto bytes = co_await offload_value([path, wanted = *size] {
            auto text = std::make_shared<std::string>(wanted, '\0');
            std::ifstream file(path, std::ios::binary);
            file.read(text->data(), std::streamsize(wanted));
            return std::uint64_t(file.gcount()) == wanted ? text : nullptr;
        });
        if (!bytes) co_return fail(Trouble::unavailable, "the file cannot be read");
        co_return co_await put(std::move(key), std::move(bytes), std::move(content_type));
    }

    Task<Outcome<std::uint64_t>> size(std::string key) override {
        check(is_safe_key(key), "a key of the store is a safe name");
        auto answer = co_await caller_.call({.method = "HEAD", .key = key});
        auto length = is_success(answer) ? length_of(answer) : std::nullopt;
        if (length) co_return *length;
        co_return std::unexpected(failure_of(answer, "head"));
    }

    Task<Outcome<std::string>> read(std::string key, std::uint64_t offset, std::uint64_t most) override {
        check(is_safe_key(key), "a key of the store is a safe name");
        if (most == 0) co_return std::string();
        constexpr std::size_t room_for_headers = 64 * 1024;
        auto range = "bytes=" + std::to_string(offset) + "-" + std::to_string(offset + most - 1);
        auto answer = co_await caller_.call({.method = "GET", .key = key, .headers = {{"range", range}}, .answer_limit_bytes = std::size_t(most) + room_for_headers});
        if (answer.outcome == web::Outcome::answered && answer.status == 416) co_return std::string();  // behind the end
        if (is_success(answer) && answer.status == 200 && offset > 0) co_return fail(Trouble::refused, "the store does not give ranges");
        if (is_success(answer)) co_return std::move(answer.body);
        co_return std::unexpected(failure_of(answer, "get"));
    }

    Task<Outcome<void>> remove(std::string key) override {
        check(is_safe_key(key), "a key of the store is a safe name");
        auto answer = co_await caller_.call({.method = "DELETE", .key = key});
        if (is_success(answer) || (answer.outcome == web::Outcome::answered && answer.status == 404)) co_return Outcome<void>();
        co_return std::unexpected(failure_of(answer, "delete"));
    }

    std::optional<std::string> path_of(std::string_view) const override { return {}; }

private:
    S3Caller caller_;
};

}  // namespace

std::unique_ptr<Store> make_s3_store(web::Client& web, S3Options options) { return std::make_unique<S3Store>(web, std::move(options)); }

}  // namespace vitrine::storage
