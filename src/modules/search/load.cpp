#include "modules/search/load.h"

#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

#include "io/loop.h"
#include "modules/search/read_products.h"
#include "modules/search/segment_build.h"

namespace vitrine::search {
namespace {

/// Runs one coroutine on a loop and a connection made for it, on this thread.
template <class Work>
void with_connection(const pg::DbOptions& runtime, Work work) {
    Loop loop;
    auto options = runtime;
    options.connections = 1;
    std::exception_ptr failure;
    auto all = [&](pg::Db& db) -> Task<void> {
        try {
            co_await work(db);
        } catch (...) {
            failure = std::current_exception();
        }
        co_await db.close();
        loop.stop();
    };
    {
        pg::Db db(loop, options);
        loop.post([&] { loop.spawn(all(db)); });
        loop.run();
    }
    if (failure) std::rethrow_exception(failure);
}

/// The ranges of a store, handed out to the threads that index them.
class Loading {
public:
    Loading(const pg::DbOptions& runtime, const Ctx& ctx, std::uint64_t version) : runtime_(runtime), ctx_(ctx), version_(version) {}

    LoadedStore run(unsigned threads) {
        with_connection(runtime_, [&](pg::Db& db) { return read_outline(db, std::int32_t(threads * 8)); });
        std::vector<std::shared_ptr<const Segment>> segments(threads);
        {
            std::vector<std::jthread> workers;
            for (unsigned i = 0; i < threads; ++i) workers.emplace_back([&, i] { index(segments[i]); });
        }
        if (failure_) std::rethrow_exception(failure_);
        std::vector<Roaring> dead(segments.size());
        return {segments.size() == 1 ? segments[0] : merge_segments(segments, dead), taxonomy_, currency_};
    }

private:
    Task<void> read_outline(pg::Db& db, std::int32_t parts) {
        taxonomy_ = co_await read_taxonomy(db, ctx_);
        ranges_ = co_await db.read(ctx_, catalog::product_ranges(parts));
    }

    void index(std::shared_ptr<const Segment>& into) {
        try {
            SegmentBuilder builder;
            with_connection(runtime_, [&](pg::Db& db) { return index_ranges(db, builder); });
            into = builder.finish();
        } catch (...) {
            std::lock_guard hold(mutex_);
            failure_ = std::current_exception();
        }
    }
    Task<void> index_ranges(pg::Db& db, SegmentBuilder& builder) {
        for (auto i = next_++; i < ranges_.size(); i = next_++) {
            const auto& [first, last] = ranges_[i];
            auto read = co_await read_products(db, ctx_, *taxonomy_, catalog::products_in_range(first, last), catalog::variants_in_range(first, last));
            for (auto& product : read.products) {
                product.version = version_;
                builder.add(product);
            }
            std::lock_guard hold(mutex_);
            if (!read.currency.is_none()) currency_ = read.currency;
        }
    }

    const pg::DbOptions& runtime_;
    const Ctx& ctx_;
    std::uint64_t version_;
    std::shared_ptr<const Taxonomy> taxonomy_;
    std::vector<catalog::ProductRange> ranges_;
    std::atomic<size_t> next_ = 0;
    std::mutex mutex_;
    Currency currency_;
    std::exception_ptr failure_;
};

}  // namespace

LoadedStore load_store(const pg::DbOptions& runtime, const Ctx& ctx, std::uint64_t version, unsigned threads) { return Loading(runtime, ctx, version).run(threads); }

}  // namespace vitrine::search
