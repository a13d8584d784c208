#include "app/selftest/postman.h"

namespace vitrine::selftest {
namespace {

constexpr int most_attempts = 8;
constexpr int refused = 400;

}  // namespace

void Postman::collect() {
    for (const auto& stand : box_.stands())
        for (auto& message : stand->take_news()) plan(*stand, std::move(message));
}

void Postman::plan(Stand& stand, Message message) {
    auto at = box_.now + dice_.seconds(1, 5);
    auto later = [&](Duration wait, std::function<void()> what) { agenda_.plan(at + wait, std::move(what)); };
    auto* to = &stand;
    if (troubles_.strikes(Mishap::lost_message, 6)) return;
    if (troubles_.strikes(Mishap::forged_message, 5)) later({}, [this, to, message] { try_to_deceive(*to, message, true); });
    if (troubles_.strikes(Mishap::broken_message, 5)) later({}, [this, to, message] { try_to_deceive(*to, message, false); });
    if (troubles_.strikes(Mishap::late_message, 6)) at += dice_.seconds(600, 6 * 3'600);
    if (troubles_.strikes(Mishap::reordered_message, 12)) at += dice_.seconds(1, 300);
    if (troubles_.strikes(Mishap::doubled_message, 10)) later(dice_.seconds(0, 90), [this, to, message] { deliver(*to, message, 1); });
    later({}, [this, to, message] { deliver(*to, message, 1); });
}

void Postman::deliver(Stand& stand, const Message& message, int attempt) {
    int status = 0;
    troubles_.around([&] { status = box_.post(stand.posted(message, box_.now), box_.store_of(stand)); });
    ++answers_[status == 0 ? "unanswered" : "answered " + std::to_string(status)];
    if (status >= 200 && status < 300) return;
    auto wait = Duration(1min) * (1 << attempt);
    if (attempt < most_attempts) agenda_.plan(box_.now + wait, [this, to = &stand, message, attempt] { deliver(*to, message, attempt + 1); });
}

void Postman::try_to_deceive(Stand& stand, const Message& message, bool is_forged) {
    auto request = stand.posted(message, box_.now, is_forged);
    if (!is_forged) stand.spoil(request, std::uint64_t(dice_.below(1'000'000)));
    auto status = box_.post(std::move(request), box_.store_of(stand));
    ++answers_["deceived " + std::to_string(status)];
    if (status != refused) ++wrongly_taken_;
}

std::vector<Count> Postman::counted() const {
    std::vector<Count> out;
    for (const auto& [name, count] : answers_) out.push_back({name, count});
    return out;
}

}  // namespace vitrine::selftest
