// A house's turntable: every stone drawn from all around, frame by frame, with what the house's manners do to it.
#include <charconv>
#include <map>
#include <mutex>

#include "io/images/render.h"
#include "simulators/framework/control.h"
#include "simulators/suppliers/service.h"

namespace vitrine::simulators::suppliers {
namespace {

constexpr std::int32_t usual_side = 320, odd_side = 200;

std::vector<images::Wish> usual(std::int32_t, std::int32_t) { return {{.name = "frame", .format = images::Format::jpeg, .width = usual_side}}; }
std::vector<images::Wish> odd(std::int32_t, std::int32_t) { return {{.name = "frame", .format = images::Format::jpeg, .width = odd_side}}; }

/// A cut stone, turned.
std::string drawing(std::int64_t number) {
    auto angle = std::to_string(number * 360 / 256);
    return R"(<svg xmlns="http://www.w3.org/2000/svg" width="320" height="320" viewBox="0 0 320 320"><rect width="320" height="320" fill="#f4f6f8"/><g transform="rotate()" + angle +
           R"~( 160 160)"><polygon points="160,30 252,68 290,160 252,252 160,290 68,252 30,160 68,68" fill="#cfe0ea"/><polygon points="160,90 210,110 230,160 210,210 160,230 110,210 90,160 110,110" fill="#eef6fa"/><polygon points="160,30 210,110 252,68" fill="#9fbccd"/></g></svg>)~";
}

/// Drawn once in the process: what makes each stone's frame a file of its own stands behind the picture's end.
const std::string& picture(std::int64_t number, bool is_odd) {
    static std::mutex guard;
    static std::map<std::pair<std::int64_t, bool>, std::string> drawn;
    std::lock_guard lock(guard);
    auto& kept = drawn[{number, is_odd}];
    if (!kept.empty()) return kept;
    auto made = images::render_svg(drawing(number), is_odd ? odd : usual, {}, std::chrono::seconds(20));
    if (!made) throw std::runtime_error("a turntable's frame cannot be drawn: " + made.error());
    return kept = made->renditions.at(0).bytes;
}

bool is_hit(const House& house, const std::string& stone, std::int64_t number, std::uint64_t question, const std::optional<std::int64_t>& per_mille) {
    auto draw = std::hash<std::string>{}(house.name + stone + "/" + std::to_string(number) + "/" + std::to_string(question) + "/" + std::to_string(house.seed));
    return std::int64_t(draw % 1'000) < per_mille.value_or(0);
}

http::Response frame_of(House& house, const std::string& stone, std::int64_t number) {
    ++house.frames_given;
    if (is_hit(house, stone, number, 1, house.manners.missing_frames_per_mille)) return http::json_text("{\"code\":\"not_found\"}", 404);
    bool is_double = number > 0 && is_hit(house, stone, number, 2, house.manners.double_frames_per_mille);
    auto shown = is_double ? number - 1 : number;
    auto bytes = picture(shown, is_hit(house, stone, number, 3, house.manners.odd_frames_per_mille)) + stone + "/" + std::to_string(shown);
    if (is_hit(house, stone, number, 4, house.manners.broken_frames_per_mille)) bytes.resize(bytes.size() / 3);
    http::Response response{200, {}, std::move(bytes)};
    response.set("Content-Type", "image/jpeg");
    return response;
}

http::Response failure(int status) {
    auto response = http::json_text("{\"code\":\"failed\"}", status);
    if (status == 429) response.set("Retry-After", "1");
    return response;
}

}  // namespace

Task<Result<http::Response>> give_frame(House& house, Ctx, const http::Request& request) {
    auto rest = request.path.substr(std::string_view("/turntables/").size());
    auto slash = rest.find('/');
    auto stone = rest.substr(0, slash);
    std::int64_t number = -1;
    if (slash != rest.npos) std::from_chars(rest.data() + slash + 1, rest.data() + rest.size(), number);
    auto work = [&house, stone, number] { return number < 0 || number >= 1'024 ? http::json_text("{\"code\":\"not_found\"}", 404) : frame_of(house, stone, number); };
    auto task = run_call(house, "turntable", work, &failure, [] {});
    co_return co_await std::move(task);
}

}  // namespace vitrine::simulators::suppliers
