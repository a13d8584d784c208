#include <algorithm>
#include <map>
#include <tuple>

#include "modules/payments/settlement.h"

namespace vitrine::payments {
namespace {

/// All lines of one charge or refund.
struct Group {
    std::int64_t gross = 0;
    const SettlementLine* first = nullptr;
    bool is_mixed = false;   ///< in two currencies
};
using Groups = std::map<std::string_view, Group>;

void add(Groups& groups, std::string_view key, const SettlementLine& line) {
    auto& group = groups[key];
    if (!group.first) group.first = &line;
    group.is_mixed = group.is_mixed || group.first->currency != line.currency;
    group.gross += line.gross;
}

std::string_view key_of(const SettlementLine& line) {
    auto named = line.kind == SettlementKind::payment ? std::string_view(line.reference) : std::string_view(line.source);
    return named.empty() ? std::string_view(line.line_id) : named;
}

Difference of_line(DifferenceKind kind, const SettlementLine& line, std::int64_t gross) {
    return {.kind = kind, .what = line.kind, .reference = std::string(key_of(line)), .here = {}, .there = Money{gross, line.currency}, .line = line.line_id, .own = {}, .at = line.occurred_at};
}

/// Something of ours, however it is called.
struct Own {
    SettlementKind what = SettlementKind::payment;
    std::string_view reference;
    Money amount;            ///< signed as the gateway's balance moves
    std::string id;
    Instant at{};
};

class Matching {
public:
    explicit Matching(const ToMatch& all) : all_(all) {
        for (const auto& line : all.lines) look_at(line);
    }

    std::vector<Difference> run() {
        for (const auto& receipt : all_.receipts)
            compare(payments_, {SettlementKind::payment, receipt.reference, {receipt.amount, receipt.currency}, receipt.payment.text(), receipt.received_at});
        for (const auto& refund : all_.refunds) {
            auto moved = refund.state == RefundState::failed ? 0 : -refund.amount;
            compare(refunds_, {SettlementKind::refund, refund.provider_refund, {moved, refund.currency}, refund.id.text(), refund.changed_at});
        }
        for (const auto* groups : {&payments_, &refunds_})
            for (const auto& [key, group] : *groups) found_.push_back(of_line(DifferenceKind::missing_here, *group.first, group.gross));
        std::ranges::sort(found_, {}, [](const Difference& one) { return std::tie(one.at, one.reference, one.kind); });
        return std::move(found_);
    }

private:
    void look_at(const SettlementLine& line) {
        switch (line.kind) {
            case SettlementKind::payment: add(payments_, key_of(line), line); break;
            case SettlementKind::refund: add(refunds_, key_of(line), line); break;
            case SettlementKind::dispute: look_at_dispute(line); return;
            case SettlementKind::fee:
            case SettlementKind::payout: return;
            case SettlementKind::other: found_.push_back(of_line(DifferenceKind::kind_unknown, line, line.net)); return;
        }
        bool adds_up = line.fee && line.gross - *line.fee == line.net;
        if (!adds_up) found_.push_back(of_line(DifferenceKind::fee_unknown, line, line.gross));
    }

    /// A movement of a dispute stands in the books under the dispute's id and the line's: fee and all.
    void look_at_dispute(const SettlementLine& line) {
        auto booked = std::ranges::find_if(all_.disputes, [&](const auto& one) { return one.reference.ends_with(":" + line.line_id); });
        if (booked == all_.disputes.end()) return found_.push_back(of_line(DifferenceKind::missing_here, line, line.net));
        if (booked->amount() == Money{line.net, line.currency}) return;
        auto difference = of_line(booked->currency == line.currency ? DifferenceKind::amount_differs : DifferenceKind::currency_differs, line, line.net);
        difference.here = booked->amount();
        found_.push_back(std::move(difference));
    }

    /// What is matched leaves its group; what stays there is missing here.
    void compare(Groups& groups, const Own& own) {
        auto group = own.reference.empty() ? groups.end() : groups.find(own.reference);
        if (group == groups.end()) {
            bool is_due = all_.from <= own.at && own.at < all_.to && !own.amount.is_zero();
            if (is_due) found_.push_back({DifferenceKind::missing_there, own.what, std::string(own.reference), own.amount, {}, {}, own.id, own.at});
            return;
        }
        const auto& [gross, first, is_mixed] = group->second;
        bool is_same_currency = !is_mixed && first->currency == own.amount.currency;
        if (!is_same_currency || gross != own.amount.minor) {
            auto difference = of_line(is_same_currency ? DifferenceKind::amount_differs : DifferenceKind::currency_differs, *first, gross);
            difference.here = own.amount;
            difference.own = own.id;
            found_.push_back(std::move(difference));
        }
        groups.erase(group);
    }

    const ToMatch& all_;
    Groups payments_, refunds_;
    std::vector<Difference> found_;
};

}  // namespace

std::vector<Difference> match(const ToMatch& all) { return Matching(all).run(); }

}  // namespace vitrine::payments
