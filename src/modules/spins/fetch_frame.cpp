#include "modules/spins/fetch_frame.h"

#include <charconv>
#include <fstream>

#include "io/crypto/digest.h"
#include "io/images/render.h"
#include "io/images/workshop.h"
#include "io/web/guarded.h"
#include "modules/media/objects/api.h"
#include "modules/spins/rules.h"
#include "modules/suppliers/api.h"

namespace vitrine::spins {
namespace {

constexpr size_t largest_frame_bytes = 8 << 20;
constexpr int longest_call_ms = 20'000;
constexpr std::int64_t most_tries = 8, most_points = 4'096;
constexpr Duration first_patience = 2s, longest_patience = std::chrono::minutes(10);
constexpr auto render_limit = std::chrono::seconds(20);

std::vector<images::Wish> plan(std::int32_t width, std::int32_t) { return {{.name = "frame", .format = images::Format::webp, .width = std::min(width, widest_frame)}}; }

Duration patience_after(std::int64_t tries, std::string_view retry_after) {
    std::int64_t seconds = 0;
    auto [end, fault] = std::from_chars(retry_after.data(), retry_after.data() + retry_after.size(), seconds);
    auto wait = std::min<Duration>(first_patience * (std::int64_t(1) << std::min<std::int64_t>(tries, 10)), longest_patience);
    return fault == std::errc{} && seconds > 0 ? std::max<Duration>(wait, std::min<Duration>(std::chrono::seconds(seconds), std::chrono::hours(6))) : wait;
}

FrameRow at_fault(FrameRow frame, FrameFault fault, std::string detail) {
    frame.digest.reset();
    frame.source_digest.reset();
    frame.fault = fault;
    frame.detail = std::move(detail);
    return frame;
}

/// Decoded and made smaller; the reason where it cannot be.
std::expected<images::Rendered, std::string> made_of(const std::string& bytes, const std::string& path) {
    auto format = images::format_of(bytes);
    bool is_picture = format && (*format == images::Format::jpeg || *format == images::Format::png || *format == images::Format::webp);
    if (!is_picture) return std::unexpected("it is no JPEG, PNG or WebP");
    auto header = images::read_header(*format, bytes);
    if (!header) return std::unexpected(header.error());
    if (header->width > most_points || header->height > most_points || header->frames > 1) return std::unexpected("it is larger than 4,096 points, or moves");
    std::ofstream(path, std::ios::binary).write(bytes.data(), std::streamsize(bytes.size()));
    return images::render_file(path, plan, {}, render_limit);
}

}  // namespace

Task<Fetched> fetch_frame(App& app, const Ctx& ctx, const SpinRow& spin, FrameRow frame) {
    auto store = app.stores->known(ctx.store);
    auto url = rules::source_of(spin.source, frame.number, spin.first);
    web::Request request{.method = "GET", .url = url, .timeout_ms = longest_call_ms, .answer_limit_bytes = largest_frame_bytes};
    auto sent = web::send_guarded_into(app.loop, std::move(request), suppliers::may_reach_private(app.config, *store), "suppliers", {});
    auto answer = co_await std::move(sent);
    ++frame.tries;
    bool is_answered = answer.outcome == web::Outcome::answered;
    if (answer.error == web::blocked_address) co_return Fetched{at_fault(std::move(frame), FrameFault::missing, "its address leads to a private network"), {}, {}};
    if (is_answered && (answer.status == 404 || answer.status == 410)) co_return Fetched{at_fault(std::move(frame), FrameFault::missing, "there is none"), {}, {}};
    if (!is_answered || answer.status != 200) {
        if (frame.tries >= most_tries) co_return Fetched{at_fault(std::move(frame), FrameFault::missing, "it could not be had in " + std::to_string(most_tries) + " tries"), {}, {}};
        co_return Fetched{{}, patience_after(frame.tries, answer.header("retry-after")), is_answered ? "answered " + std::to_string(answer.status) : "no answer"};
    }

    media::ScratchFile scratch(app.config);
    auto made = co_await images::in_workshop_value([&] { return made_of(answer.body, scratch.path()); });
    if (!made || made->renditions.empty()) co_return Fetched{at_fault(std::move(frame), FrameFault::undecodable, made ? "nothing came of it" : made.error()), {}, {}};
    const auto& rendition = made->renditions.front();
    auto digest = crypto::sha256(rendition.bytes);
    auto files = media::store_of(app.web, app.config);
    auto put = co_await files->put(rules::key_of(crypto::hex(digest)), std::make_shared<const std::string>(rendition.bytes), "image/webp");
    if (!put) co_return Fetched{{}, first_patience, "the store of files does not take a frame"};
    frame.digest = pg::Bytes{crypto::bytes_of(digest)};
    frame.source_digest = pg::Bytes{crypto::bytes_of(crypto::sha256(answer.body))};
    frame.bytes = std::int64_t(rendition.bytes.size());
    frame.width = rendition.width;
    frame.height = rendition.height;
    frame.brightness = made->brightness;
    frame.fault.reset();
    frame.detail.clear();
    co_return Fetched{std::move(frame), {}, {}};
}

}  // namespace vitrine::spins
