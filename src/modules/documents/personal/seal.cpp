#include "core/check.h"
#include "io/crypto/seal.h"
#include "io/loop.h"
#include "modules/documents/paper.h"
#include "modules/documents/personal/api.h"
#include "modules/documents/sql.h"

namespace vitrine::documents {
namespace {

/// Bound to the document: a seal that is moved to another one does not open.
std::string purpose_of(StoreId store, DocumentId id) { return "documents.paper\n" + store.text() + "\n" + id.text(); }

/// The first moment of the year that many years after the one that follows `issued`: law counts from the end of a year, and no country's year ends later than ours does.
Instant until_of(Instant issued, std::int64_t years) {
    auto day = std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(issued)};
    auto year = day.year() + std::chrono::years(1 + years) + std::chrono::years(1);
    return Instant{std::chrono::sys_days{year / std::chrono::January / 1}};
}

}  // namespace

Task<std::int64_t> seal_papers(App& app, pg::Tx& tx, Buyer buyer, std::int64_t years) {
    auto papers = co_await tx.ask(sql::papers_of(buyer.mailboxes, buyer.account, buyer.keys));
    if (papers.empty()) co_return 0;
    std::vector<DocumentId> ids;
    std::vector<pg::Bytes> seals;
    std::vector<Instant> untils;
    for (const auto& paper : papers) {
        ids.push_back(paper.id);
        seals.push_back({crypto::seal(app.config.master_key, purpose_of(tx.ctx().store, paper.id), paper.paper.text)});
        untils.push_back(until_of(paper.issued_at, years));
    }
    auto sealed = co_await tx.ask(sql::seal_papers(ids, seals, untils));
    check(sealed == std::int64_t(ids.size()), "every paper of this buyer is sealed");
    co_return sealed;
}

Task<Result<Print>> print_original(App& app, Ctx ctx, DocumentId id) {
    auto row = co_await app.db.read(ctx, sql::find_sealed(id));
    if (!row) co_return refuse(not_found);
    std::string text = row->paper.text;
    if (row->is_sealed) {
        auto opened = row->sealed ? crypto::unseal(app.config.master_key, purpose_of(ctx.store, id), row->sealed->value) : std::nullopt;
        if (!opened) co_return refuse(seal_over);
        text = std::move(*opened);
    }
    auto paper = read_json<Paper>(text);
    if (!paper) throw std::runtime_error("a stored document does not fit its shape");
    auto name = std::string("original-") + row->number + ".pdf";
    for (auto& c : name)
        if (!std::isalnum((unsigned char)c) && c != '.') c = '-';
    auto work = [what = std::move(*paper)] { return draw(what); };
    auto bytes = co_await offload_value(std::move(work));
    co_return Print{std::move(name), std::move(bytes)};
}

}  // namespace vitrine::documents
