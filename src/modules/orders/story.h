#pragma once
#include "modules/orders/notes.h"
#include "modules/orders/refund.h"

namespace vitrine::orders {

/// One sentence of what happened to an order.
struct StoryEntry {
    Instant at{};
    std::string kind;             ///< "placed", "state", "payment", "refund", "note", or a happening's own word
    std::string text;             ///< "Payment received"
    std::string actor;            ///< who: a key's or person's id, "job:…"; empty: nobody was asked
    bool is_visible = false;      ///< the buyer sees it, too
};
SHAPE(StoryEntry, at, kind, text, actor, is_visible)

/// A state the order came into, as its timeline keeps it.
struct StoryMove {
    State state = State::pending_payment;
    std::string reason, actor;
    Instant at{};
};
/// Everything a story is told from.
struct StoryFacts {
    std::vector<StoryMove> moves;
    std::vector<payments::PaymentView> payments;
    std::vector<OrderRefundView> refunds;
    std::vector<NoteView> notes;
    std::vector<StoryEntry> happenings;
};
namespace rules {
/// Pure. The story from its beginning; what came at one moment stands in the order: moves, payments, refunds, happenings, notes.
std::vector<StoryEntry> story(const StoryFacts& facts);
}  // namespace rules

/// What happened to an order, as people read it: states with their reasons, attempts to pay, refunds, notes, and what other parts of the shop tell. The holder of the
/// token sees what is meant for the buyer, without actors. Refuses orders.not_found.
Task<Result<std::vector<StoryEntry>>> story_of(App& app, Ctx ctx, OrderId order, std::string token);

}  // namespace vitrine::orders
