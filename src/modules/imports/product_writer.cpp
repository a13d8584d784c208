// What other modules write with the machinery of imports.
#include "modules/imports/background.h"
#include "modules/imports/rows.h"
#include "modules/imports/sql.h"
#include "modules/imports/work.h"
#include "modules/imports/write_products.h"

namespace vitrine::imports {

Task<ProductWriter> open_writer(pg::Db& db, Ctx ctx, Currency currency) {
    Request request;
    request.currency = currency;
    auto facts = co_await read_facts(db, ctx, request);
    co_return ProductWriter(std::make_shared<const StoreFacts>(std::move(facts)));
}

std::vector<ReportedFault> ProductWriter::check(ProductDraft& draft) const {
    std::vector<ReportedFault> faults;
    type_attributes(*facts_, draft, faults);
    if (!facts_->category_slugs.contains(draft.category)) faults.push_back({std::int64_t(draft.row), "category", "category.unknown", "The store has no category '" + draft.category + "'."});
    return faults;
}

Task<std::vector<std::string>> ProductWriter::write(pg::Tx& tx, std::vector<ProductDraft> drafts, Counts& counts, std::string stock_reason) const {
    std::vector<std::string> skus, taken;
    for (const auto& draft : drafts)
        for (const auto& variant : draft.variants) skus.push_back(variant.sku);
    auto owners = co_await tx.ask(catalog::code_owners(skus, {}));
    std::map<std::string, std::string> owner_of;
    for (auto& owner : owners) owner_of.emplace(std::move(owner.sku), std::move(owner.product_slug));
    auto is_taken = [&](const ProductDraft& draft) {
        for (const auto& variant : draft.variants) {
            auto owner = owner_of.find(variant.sku);
            if (owner == owner_of.end() || owner->second == draft.slug) continue;
            taken.push_back(draft.slug);
            return true;
        }
        return false;
    };
    std::erase_if(drafts, is_taken);
    if (drafts.empty()) co_return taken;
    auto is_whole = co_await write_products(tx, *facts_, std::move(drafts), counts, std::move(stock_reason));
    if (!is_whole) throw pg::Error("40001", "a SKU or a category was taken or removed while products were written");
    co_return taken;
}

Task<std::shared_ptr<const Spool>> spool_upload(pg::Db& db, Ctx ctx, ImportId id, std::function<Task<bool>()> beat) {
    auto spool = std::make_shared<Spool>();
    auto there = co_await db.read(ctx, sql::parts_of(id));
    for (const auto& part : there) {
        auto content = co_await db.read(ctx, sql::read_part(id, part.number));
        if (!content) throw std::runtime_error("a part of an upload is missing");
        spool->append(content->value);
        if (beat && !co_await beat()) break;
    }
    co_return spool;
}

ByteSource bytes_of(std::shared_ptr<const Spool> spool) {
    return [spool = std::move(spool), at = std::uint64_t(0)](std::span<char> into) mutable {
        auto got = spool->read(at, into);
        at += got;
        return got;
    };
}

}  // namespace vitrine::imports
