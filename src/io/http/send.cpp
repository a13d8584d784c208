#include "io/http/answer_head.h"
#include "io/http/connection.h"
#include "io/http/negotiation.h"
#include "io/http/server_state.h"

namespace vitrine::http {
namespace {

/// Statuses whose answers never have a body, nor a length (RFC 9110 section 8.6).
bool is_bodiless(int status) { return status < 200 || status == 204 || status == 304; }

std::string_view own_etag(const Response& response) {
    for (const auto& [name, value] : response.headers)
        if (name == "ETag") return value;
    return {};
}

struct Chosen {
    std::string_view body, suffix, name;
};
Chosen choose(const CachedAnswer& answer, std::string_view accept) {
    switch (choose_encoding(accept, !answer.gzip.empty(), !answer.brotli.empty())) {
        case Encoding::gzip: return {answer.gzip, "-gz", "gzip"};
        case Encoding::brotli: return {answer.brotli, "-br", "br"};
        case Encoding::identity: break;
    }
    return {answer.body, {}, {}};
}

/// "abc" with suffix -gz is "abc-gz", inside the quotes.
std::string etag_with(const std::string& etag, std::string_view suffix) {
    auto out = etag;
    if (!suffix.empty() && !out.empty()) out.insert(out.size() - 1, suffix);
    return out;
}

/// The tag under which the client holds this answer, in whatever encoding; empty: it does not.
std::string held_etag(const CachedAnswer& answer, std::string_view list, std::string_view suffix) {
    if (list.empty() || answer.etag.empty()) return {};
    for (auto candidate : {suffix, std::string_view(), std::string_view("-br"), std::string_view("-gz")})
        if (auto etag = etag_with(answer.etag, candidate); names_etag(list, etag)) return etag;
    return {};
}

}  // namespace

Task<bool> Connection::send(Pieces pieces) {
    size_t size = pieces[0].size() + pieces[1].size() + pieces[2].size();
    bytes_sent_ += size;
    auto sent = stream_.send_now(pieces);
    if (sent == Stream::Sent::some) {
        std::string head;  // the scratch is the next answer's while we wait
        const auto& scratch = server_->head_scratch;
        if (!pieces[0].empty() && pieces[0].data() >= scratch.data() && pieces[0].data() <= scratch.data() + scratch.size()) pieces[0] = head = pieces[0];
        auto phase = std::exchange(phase_, phase_ == Phase::streaming ? Phase::streaming : Phase::writing);
        while (sent == Stream::Sent::some) {  // each step that the client takes gets the time anew
            enter(phase_, server_->options.write_timeout_ms);
            auto more = stream_.send_more(pieces);
            sent = co_await std::move(more);
        }
        enter(phase);
    }
    if (sent == Stream::Sent::failed) is_gone_ = true;
    co_return sent == Stream::Sent::all;
}

Task<bool> Connection::send_response(Response& response) {
    if (auto* text = std::get_if<std::string>(&response.body)) return send_whole(response, *text);
    if (auto* shared = std::get_if<std::shared_ptr<const std::string>>(&response.body)) return send_whole(response, **shared);
    if (auto* cached = std::get_if<std::shared_ptr<const CachedAnswer>>(&response.body)) return send_cached(response, **cached);
    if (auto* file = std::get_if<FileBody>(&response.body)) return send_file(*this, response, *file, status_);
    if (auto* events = std::get_if<EventStream>(&response.body)) return send_events(*this, response, *events);
    return run_socket(*this, response, std::get<Upgrade>(response.body), status_);
}

Task<bool> Connection::send_whole(const Response& response, std::string_view body) {
    bool is_read = request_.method == Method::get || request_.method == Method::head;
    auto etag = own_etag(response);
    if (is_read && response.status == 200 && !etag.empty() && names_etag(request_.header("if-none-match"), etag.substr(etag.starts_with("W/") ? 2 : 0))) status_ = 304;
    AnswerHead head(server_->head_scratch, *server_, status_, request_.request_id);
    head.add_all(response.headers);
    bool is_bare = is_bodiless(status_);
    head.finish(is_bare ? std::nullopt : std::optional<std::uint64_t>(body.size()), connection_header());
    return send({server_->head_scratch, is_bare || request_.method == Method::head ? std::string_view() : body, {}});
}

Task<bool> Connection::send_cached(const Response& response, const CachedAnswer& answer) {
    auto chosen = choose(answer, request_.header("accept-encoding"));
    bool is_read = request_.method == Method::get || request_.method == Method::head;
    auto held = is_read && status_ == 200 ? held_etag(answer, request_.header("if-none-match"), chosen.suffix) : std::string();
    if (!held.empty()) status_ = 304;
    AnswerHead head(server_->head_scratch, *server_, status_, request_.request_id);
    if (!answer.etag.empty()) head.add("ETag", held.empty() ? etag_with(answer.etag, chosen.suffix) : held);
    if (!answer.cache_control.empty()) head.add("Cache-Control", answer.cache_control);
    if (!answer.gzip.empty() || !answer.brotli.empty()) head.add("Vary", "Accept-Encoding");
    if (status_ != 304) {
        head.add("Content-Type", answer.content_type);
        if (!chosen.name.empty()) head.add("Content-Encoding", chosen.name);
    }
    head.add_all(answer.headers).add_all(response.headers);
    bool is_bare = is_bodiless(status_);
    head.finish(is_bare ? std::nullopt : std::optional<std::uint64_t>(chosen.body.size()), connection_header());
    return send({server_->head_scratch, is_bare || request_.method == Method::head ? std::string_view() : chosen.body, {}});
}

}  // namespace vitrine::http
