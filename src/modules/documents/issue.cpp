#include "modules/documents/issue.h"

#include <algorithm>

#include "core/check.h"
#include "modules/documents/paper.h"
#include "modules/documents/sql.h"
#include "modules/orders/edited/api.h"

namespace vitrine::documents {
namespace {

using orders::State;

/// Whether goods of this order are paid for, promised for, or on their way.
bool is_due(State state) {
    switch (state) {
        case State::paid:
        case State::processing:
        case State::packed:
        case State::shipped:
        case State::delivered:
        case State::completed: return true;
        case State::pending_payment:
        case State::on_hold:
        case State::cancelled:
        case State::refunded: return false;
    }
    return false;
}

DocumentView view_of(const sql::DocumentRow& row) {
    return {row.id, row.kind, row.number, row.order_id, row.refund, {row.total, row.currency}, {row.tax, row.currency}, row.day, row.actor, row.issued_at};
}

/// All that was paid for delivery is one line.
void add(taxes::Taxed& to, const taxes::Taxed& more) {
    to.net += more.net, to.tax += more.tax, to.gross += more.gross;
    for (const auto& component : more.components) {
        auto same = std::ranges::find_if(to.components, [&](const auto& one) { return one.name == component.name && one.ppm == component.ppm; });
        if (same == to.components.end()) to.components.push_back(component);
        else same->amount += component.amount;
    }
}

/// One transaction's issuing: the statement of the order behind its lock, and everything a paper needs beside it.
class Issuing {
public:
    Issuing(pg::Tx& tx, App& app, orders::Statement statement, PaperSettings settings)
        : tx_(tx), store_(app.stores->known(tx.ctx().store)), regions_(quotes::rules_of(app, tx.ctx().store)->taxes->regions_of(store_->country)), statement_(std::move(statement)),
          settings_(std::move(settings)) {}

    /// The order as it stands, with all that edits have added so far.
    Task<DocumentView> invoice() {
        auto source = co_await next(Kind::invoice);
        auto additions = co_await orders::additions_of(tx_, statement_.order);
        auto whole = statement_.order;
        for (const auto& addition : additions) add(whole.breakdown.shipping, addition.part.breakdown.shipping);
        auto paper = source.paper_source(*this);
        co_return keep(Kind::invoice, source, invoice_of({whole, paper.settings, paper.store, paper.regions, paper.number, paper.day}), {}, additions.empty() ? 0 : additions.back().number);
    }
    /// One for each edit after `covered` that added something.
    Task<void> invoices_of_edits(std::int64_t covered) {
        for (const auto& addition : co_await orders::additions_of(tx_, statement_.order)) {
            if (addition.number <= covered) continue;
            auto source = co_await next(Kind::invoice);
            auto paper = source.paper_source(*this);
            keep(Kind::invoice, source, invoice_of({addition.part, paper.settings, paper.store, paper.regions, paper.number, paper.day}), {}, addition.number);
        }
    }
    Task<void> credit_note(const orders::Refunded& refund, const DocumentView& invoice) {
        auto source = co_await next(Kind::credit_note);
        keep(Kind::credit_note, source, credit_note_of(source.paper_source(*this), refund, words_for(invoice)), refund.id);
    }
    /// Of an order that was cancelled: what is left of its invoice.
    Task<std::int64_t> credit_rest(const DocumentView& invoice) {
        std::vector<Paper> credited;
        std::optional<Paper> whole;
        auto left = invoice.total;
        for (const auto& row : co_await tx_.ask(sql::documents_of_order(statement_.order.id))) {
            auto paper = co_await kept_paper(row.id);
            if (row.kind == Kind::invoice && whole) {   // of an edit
                left += paper.total;
                whole->total += paper.total, whole->rounding += paper.rounding;
                whole->lines.insert(whole->lines.end(), paper.lines.begin(), paper.lines.end());
            } else if (row.kind == Kind::invoice) {
                whole = std::move(paper);
            } else {
                left -= paper.total;
                credited.push_back(std::move(paper));
            }
        }
        if (left.is_zero()) co_return 0;
        auto source = co_await next(Kind::credit_note);
        keep(Kind::credit_note, source, credit_of_rest(source.paper_source(*this), *whole, credited, words_for(invoice), "The order was cancelled"), statement_.order.id.text());
        co_return 1;
    }
    const orders::Statement& statement() const { return statement_; }

private:
    struct Numbered {
        Day day;
        std::int64_t position;
        std::string number;
        PaperSource paper_source(const Issuing& of) const { return {of.statement_.order, of.settings_, *of.store_, of.regions_, number, day}; }
    };
    std::string words_for(const DocumentView& invoice) const { return invoice.number + " of " + day_of(invoice.issued_at, store_->time_zone, settings_.year_begins).text; }
    Task<Paper> kept_paper(DocumentId id) {
        auto row = co_await tx_.ask(sql::find_paper(id));
        auto paper = read_json<Paper>(row->paper.text);
        if (!paper) throw std::runtime_error("a stored document does not fit its shape");
        co_return std::move(*paper);
    }
    Task<Numbered> next(Kind kind) {
        auto day = day_of(tx_.ctx().now, store_->time_zone, settings_.year_begins);
        auto position = co_await tx_.ask(sql::next_position(kind, day.year));
        const auto& prefix = kind == Kind::invoice ? settings_.invoice_prefix : settings_.credit_note_prefix;
        auto number = number_text(prefix, day.year, position);
        co_return Numbered{std::move(day), position, std::move(number)};
    }
    DocumentView keep(Kind kind, const Numbered& at, const Paper& paper, std::optional<std::string> refund, std::int64_t edit = 0) {
        DocumentView view{DocumentId::next(tx_.ctx().now), kind, at.number, statement_.order.id, std::move(refund), paper.total, paper.tax, at.day.iso, tx_.ctx().actor, tx_.ctx().now};
        tx_.send(sql::add_document(view.id, kind, at.day.year, at.position, view.number, view.order, view.refund, std::string(view.total.currency.code()), view.total.minor, view.tax.minor,
                                   view.day, {to_json(paper)}, view.issued_at, edit));
        return view;
    }

    pg::Tx& tx_;
    std::shared_ptr<const stores::Store> store_;
    std::vector<taxes::Region> regions_;
    orders::Statement statement_;
    PaperSettings settings_;
};

/// The invoice of an order waits for one thing: goods that are paid for or on their way; of what is shipped nothing is asked but the store's choice of the moment.
bool wants_invoice_now(State to, IssueOn on) { return to == State::shipped || (to == State::paid && on == IssueOn::paid); }

Task<void> credit(App& app, const jobs::Attempt& attempt, OrderId order) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        attempt.finish(tx);
        auto issued = co_await issue_in(tx, app, order, false);
        check(issued.has_value(), "news name an order");
        co_return true;
    };
    co_await app.db.transaction(attempt.ctx, body);
}

Task<void> follow_order(App& app, const jobs::Attempt& attempt, const orders::OrderStateChanged& news) {
    if (news.to == State::cancelled) co_return co_await credit(app, attempt, news.order);
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        attempt.finish(tx);
        if (news.to != State::paid && news.to != State::shipped) co_return false;
        auto settings = co_await load_settings(tx, app);
        if (!wants_invoice_now(news.to, settings.settings.issue_on)) co_return false;
        auto issued = co_await issue_in(tx, app, news.order, true);
        if (!issued && issued.error().code == too_early.code) co_return false;  // it went elsewhere meanwhile; shipping comes again
        check(issued.has_value(), "news name an order");
        co_return true;
    };
    co_await app.db.transaction(attempt.ctx, body);
}

/// What an edit has added gets an invoice of its own, where the order has one already.
Task<void> follow_edit(App& app, const jobs::Attempt& attempt, const orders::OrderEdited& news) { co_await credit(app, attempt, news.order); }

Task<void> follow_grant(App& app, const jobs::Attempt& attempt, const orders::RefundGranted& news) { co_await credit(app, attempt, news.order); }

/// Money that was more than the order asked for concerns no invoice.
Task<void> follow_refund(App& app, const jobs::Attempt& attempt, const payments::RefundEnded& news) {
    auto order = co_await orders::order_paid_as(app, attempt.ctx, news.order);
    if (order && !news.is_surplus && news.state == payments::RefundState::succeeded) co_await credit(app, attempt, *order);
}

}  // namespace

Task<Result<Issued>> issue_in(pg::Tx& tx, App& app, OrderId order, bool wants_invoice) {
    auto statement = co_await orders::lock_statement(tx, order);
    if (!statement) co_return refuse(orders::not_found);
    auto rows = co_await tx.ask(sql::documents_of_order(order));
    auto kept = std::ranges::find(rows, Kind::invoice, &sql::DocumentRow::kind);
    bool has_invoice = kept != rows.end();
    if (!has_invoice && !wants_invoice) co_return Issued{};
    if (!has_invoice && (!is_due(statement->order.state) || statement->order.total.is_zero()))
        co_return refuse(too_early, "The order is " + std::string(shape_name(statement->order.state)));
    auto settings = co_await load_settings(tx, app);
    Issuing issuing(tx, app, std::move(*statement), std::move(settings.settings));
    Issued issued;
    if (has_invoice) {
        issued.invoice = view_of(*kept);
        std::int64_t covered = 0;
        for (const auto& row : rows) covered = std::max(covered, row.edit);
        co_await issuing.invoices_of_edits(covered);
    } else {
        issued.invoice = co_await issuing.invoice();
    }
    for (const auto& refund : issuing.statement().refunds) {
        bool is_credited = std::ranges::any_of(rows, [&](const auto& row) { return row.refund == refund.id; });
        if (is_credited) continue;
        co_await issuing.credit_note(refund, *issued.invoice);
        ++issued.credit_notes;
    }
    if (issuing.statement().order.state == State::cancelled) issued.credit_notes += co_await issuing.credit_rest(*issued.invoice);
    co_return issued;
}

Task<Result<DocumentView>> issue_invoice(App& app, Ctx ctx, OrderId order) {
    auto body = [&](pg::Tx& tx) -> Task<Result<Issued>> { co_return co_await issue_in(tx, app, order, true); };
    auto issued = co_await app.db.transaction(ctx, body);
    if (!issued) co_return refuse(std::move(issued.error()));
    co_return std::move(*issued->invoice);
}

Task<std::int64_t> issue_credit_notes(App& app, Ctx ctx, OrderId order) {
    auto body = [&](pg::Tx& tx) -> Task<Result<Issued>> { co_return co_await issue_in(tx, app, order, false); };
    auto issued = co_await app.db.transaction(ctx, body);
    co_return issued ? issued->credit_notes : 0;
}

void jobs(jobs::Registry& registry) {
    registry.on("documents.follow_order", follow_order);
    registry.on("documents.follow_edit", follow_edit);
    registry.on("documents.follow_grant", follow_grant);
    registry.on("documents.follow_refund", follow_refund);
}

}  // namespace vitrine::documents
