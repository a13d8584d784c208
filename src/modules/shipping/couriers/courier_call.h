#pragma once
// What calls to all couriers have in common: the time there is, and reading what came back. One try a call: jobs come again.
#include "modules/shipping/courier.h"

namespace vitrine::shipping::providers {

/// One call, never past ctx.deadline, of which half a second is left for our own writing. Outcome `not_sent` when there is no time left.
Task<web::Answer> ask_courier(App& app, Ctx ctx, web::Request request);

/// What came back as JSON, whatever its status; unknown where nothing came, or what came cannot be read.
struct Heard {
    int status = 0;
    shape::json::value body;
};
CourierAnswer<Heard> heard(std::string_view courier, std::string_view call, const web::Answer& answer);

/// Text of a member: of a text or of a whole number; empty when it is missing, null or something else, or holds the character U+0000, which no database keeps.
std::string text_at(const shape::json::value& from, std::string_view member);
const shape::json::value* member_of(const shape::json::value& from, std::string_view member);
/// A member that is a list; an empty one when it is none.
std::vector<const shape::json::value*> list_at(const shape::json::value& from, std::string_view member);
std::optional<std::int64_t> whole_at(const shape::json::value& from, std::string_view member);

/// Pure. An amount written as a number or text in major units, exactly; parts of a minor unit round up. Nothing when it is none.
std::optional<Money> amount_of(const shape::json::value& value, Currency currency);
/// Pure. Grams as kilograms with three decimals: "0.455".
RawJson kilograms(std::int64_t grams);
/// Pure. Millimetres as centimetres with one decimal: "20.5".
RawJson centimetres(std::int64_t millimetres);

/// Pure. "2024-05-23 11:43:52" or "2024-05-23T11:43:52", with or without seconds or time, as a clock so many minutes ahead of UTC shows it.
std::optional<Instant> local_time(std::string_view text, int minutes_ahead);
inline constexpr int india_ahead = 330, pakistan_ahead = 300;

/// Pure. Oldest first; what happened at one moment keeps its order.
void sort_by_time(std::vector<Scan>& scans);

/// Pure. At most so many code points, cut at their boundary.
std::string shortened(std::string_view text, size_t code_points);

}  // namespace vitrine::shipping::providers
