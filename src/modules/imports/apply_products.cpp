#include "modules/imports/rows.h"
#include "modules/imports/sql.h"
#include "modules/imports/work.h"
#include "modules/imports/write_products.h"

namespace vitrine::imports {
namespace {

/// Goes past what an earlier process applied. False when the file ends before, or was cut into other batches then.
Task<bool> skip(Batches& batches, std::int64_t done) {
    while (done > 0) {
        auto drafts = co_await batches.next();
        if (drafts.empty()) break;
        done -= std::int64_t(drafts.size());
    }
    co_return done == 0;
}

/// What one transaction does and leaves to the next.
class Applying {
public:
    Applying(const StoreFacts& facts, const SourceFile& file, Report& report, std::int64_t done)
        : facts_(facts), report_(report), done_(done), batches_(file, facts, second_) {}

    /// False when the file is not the one that was begun.
    Task<bool> begin() {
        bool is_there = co_await skip(batches_, done_);
        next_ = co_await batches_.next();
        co_return is_there;
    }
    bool is_over() const { return report_.state == "applied"; }

    Task<Result<void>> one_transaction(pg::Tx& tx) {
        if (co_await tx.ask(sql::lock_run(report_.id, done_)) != 1) co_return refuse(busy);
        auto counts = report_.counts;
        auto position = done_;
        for (size_t i = 0; i < Batches::batches_a_transaction && !next_.empty(); ++i) {
            position += std::int64_t(next_.size());
            make_categories(tx, counts);
            auto is_whole = co_await write_products(tx, facts_, std::move(next_), counts, "import");
            if (!is_whole) co_return refuse(conflict, "a SKU or a category of the file was taken or removed while it was imported");
            next_ = co_await batches_.next();
        }
        if (!second_.faults.empty()) co_return refuse(conflict, "the file changed while it was imported");
        std::string state = next_.empty() ? "applied" : "applying";
        tx.send(sql::advance_run(report_.id, position, state, RawJson{to_json(counts)}));
        co_await tx.flush();
        planned_ = {position, std::move(state), counts};
        co_return Result<void>{};
    }
    /// Once the transaction is committed.
    void move_on() {
        done_ = planned_.position;
        report_.state = planned_.state;
        report_.counts = planned_.counts;
    }

private:
    /// Those that the batch at hand needs and the store lacks.
    void make_categories(pg::Tx& tx, Counts& counts) const {
        auto missing = facts_.categories->take_planned();
        if (missing.empty()) return;
        counts.categories_made += std::int64_t(missing.size());
        catalog::save_categories(tx, missing);
        catalog::note_store_change(tx);
    }

    struct Planned {
        std::int64_t position = 0;
        std::string state;
        Counts counts;
    };
    const StoreFacts& facts_;
    Report& report_;
    std::int64_t done_;
    Report second_;   // what the check has said already
    Batches batches_;
    std::vector<ProductDraft> next_;
    Planned planned_;
};

}  // namespace

Task<Result<void>> apply_products(pg::Db& db, const Ctx& ctx, const StoreFacts& facts, const SourceFile& file, Report& report, std::int64_t done, const Beat& beat) {
    Applying applying(facts, file, report, done);
    if (!co_await applying.begin()) co_return refuse(conflict, "the file changed while it was imported");
    while (!applying.is_over()) {
        if (beat && !co_await beat(0)) {
            report.state = "cancelled";
            break;
        }
        auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
            auto applied = co_await applying.one_transaction(tx);
            if (!applied) co_return refuse(std::move(applied.error()));
            tx.after_commit([&db] { db.notify_soon(catalog::changes_channel); });
            co_return true;
        };
        auto committed = co_await db.transaction(ctx, body, {.retry = false});  // the batches were read from a stream
        if (!committed) co_return refuse(std::move(committed.error()));
        applying.move_on();
    }
    co_return Result<void>{};
}

}  // namespace vitrine::imports
