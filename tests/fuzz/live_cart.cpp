// What devices say on a live cart's socket, and what becomes of it: whatever they say, no quantity leaves its bounds, and what was heard once is not heard again.
#include "core/text.h"
#include "modules/carts/live_messages.h"
#include "tests/fuzz/target.h"

namespace vitrine::fuzz {

void live_cart(std::string_view bytes) {
    namespace rules = carts::rules;
    Input input(bytes);
    rules::Standing standing{.quantity = std::int64_t(input.decision()), .lines = input.decision(), .heard = std::int64_t(input.decision() % 8)};
    auto flags = input.decision();
    standing.is_for_sale = !(flags & 1), standing.is_unique = flags & 2;
    while (!input.rest().empty()) {
        auto said = read_json<carts::live_messages::Incoming>(input.line());
        if (!said) continue;
        auto edit = carts::live_messages::edit_of(*said);
        if (!edit) {
            must(!edit.error().errors.empty(), "a refusal says what is wrong");
            continue;
        }
        auto verdict = rules::judge(standing, *edit);
        must(verdict.quantity >= 0 && verdict.quantity <= std::max(rules::most_in_a_line, standing.quantity), "quantities stay in their bounds");
        bool was_heard = edit->number <= standing.heard;
        must(!was_heard || verdict.outcome == rules::Outcome::repeated, "an edit counts once");
        if (rules::is_heard(verdict.outcome)) standing.heard = std::max(standing.heard, edit->number);
        standing.quantity = verdict.quantity;
        must(is_utf8(to_json(carts::live_messages::ack_of(*edit, verdict, standing.heard, 7))), "what is said back is text");
    }
}

}  // namespace vitrine::fuzz
