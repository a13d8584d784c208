#include "io/storage/s3_call.h"

#include <algorithm>

#include "core/check.h"
#include "core/random.h"
#include "io/crypto/digest.h"
#include "io/loop.h"
#include "io/telemetry/metrics.h"

namespace vitrine::storage {
namespace {

/// Whether the same call may end otherwise: the service was not reached, broke off, or says that it is busy.
bool may_pass(const web::Answer& answer) {
    if (answer.outcome != web::Outcome::answered) return true;
    return answer.status >= 500 || answer.status == 429 || answer.status == 408;
}

Duration pause_before(int attempt) {
    constexpr std::int64_t first_ms = 200;
    auto longest = first_ms << attempt;
    return std::chrono::milliseconds(longest / 2 + std::int64_t(random_below(std::uint64_t(longest / 2 + 1))));
}

std::string host_of(const std::string& endpoint) {
    auto scheme = endpoint.find("://");
    check(scheme != std::string::npos, "the address of an object store has a scheme");
    auto host = endpoint.substr(scheme + 3);
    return host.substr(0, host.find('/'));
}

}  // namespace

S3Caller::S3Caller(web::Client& web, S3Options options) : web_(web), options_(std::move(options)), host_(host_of(options_.endpoint)) {
    while (options_.endpoint.ends_with('/')) options_.endpoint.pop_back();
}

Task<web::Answer> S3Caller::once(const Wanted& wanted) {
    static const std::string nothing = crypto::hex(crypto::sha256(""));
    S3Call call{.method = wanted.method, .host = host_, .path = "/" + options_.bucket + "/" + wanted.key, .query = wanted.query, .headers = wanted.headers};
    call.payload_sha256 = nothing;
    if (wanted.body && !wanted.body->empty()) call.payload_sha256 = co_await offload_value([body = wanted.body] { return crypto::hex(crypto::sha256(*body)); });
    web::Request request{.method = wanted.method, .url = options_.endpoint + escape_s3(call.path, true), .headers = wanted.headers};
    if (auto query = canonical_query(wanted.query); !query.empty()) request.url += "?" + query;
    for (auto& header : signed_headers(call, options_.key, options_.region, clock_now())) request.headers.push_back(std::move(header));
    if (wanted.body) request.body = *wanted.body;
    request.timeout_ms = options_.timeout_ms;
    request.answer_limit_bytes = wanted.answer_limit_bytes;
    co_return co_await web_.send(std::move(request));
}

Task<web::Answer> S3Caller::call(Wanted wanted) {
    for (int attempt = 0;; ++attempt) {
        auto answer = co_await once(wanted);
        if (!may_pass(answer) || attempt + 1 >= options_.tries) co_return answer;
        metrics::counter("vitrine_storage_retries_total", "Calls of the object store that were made again", {{"method", wanted.method}}).add();
        co_await sleep_for(pause_before(attempt));
    }
}

Failure failure_of(const web::Answer& answer, std::string_view what) {
    if (answer.outcome != web::Outcome::answered) return {Trouble::unavailable, std::string(what) + ": " + answer.error};
    auto code = element_of(answer.body, "Code");
    auto why = std::string(what) + ": " + std::to_string(answer.status) + (code.empty() ? "" : " " + code.substr(0, 60));
    if (answer.status == 404) return {Trouble::missing, why};
    bool is_ours = answer.status >= 400 && answer.status < 500 && answer.status != 429 && answer.status != 408;
    return {is_ours ? Trouble::refused : Trouble::unavailable, why};
}

std::string element_of(std::string_view xml, std::string_view name) {
    auto open = "<" + std::string(name) + ">", close = "</" + std::string(name) + ">";
    auto from = xml.find(open);
    if (from == std::string_view::npos) return {};
    from += open.size();
    auto to = xml.find(close, from);
    return to == std::string_view::npos ? std::string() : std::string(xml.substr(from, to - from));
}

}  // namespace vitrine::storage
