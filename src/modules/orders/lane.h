#pragma once
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <span>

#include "io/telemetry/metrics.h"
#include "modules/orders/batch.h"

namespace vitrine::orders {

/// Where the orders of one loop wait to be saved. While nothing is being saved a request goes through at once; while a transaction is under way the
/// arrivals of its store gather, and the next transaction takes them together, in the order they came. Each store has a lane of its own, because a
/// transaction belongs to one store.
class Lane : public std::enable_shared_from_this<Lane> {
public:
    struct Limits {
        size_t orders = 64;       ///< that share one transaction
        size_t waiting = 1'000;   ///< of one store; more are refused server.overloaded with Retry-After
        std::int64_t plenty = 1'000;  ///< so much left of an article that other transactions will hardly take it all meanwhile: its level is not locked early
    };
    Lane();
    explicit Lane(Limits limits);

    /// Waits for the outcome of one request. Refuses as place in api.h. Throws what the database threw for this request alone, or
    /// pg::Unavailable when the transaction it was in could not be made or its end is unknown.
    Task<Result<Saved>> place(App& app, Request request);

private:
    struct Waiting {
        std::shared_ptr<const Request> request;
        std::function<void(Ended)> done;
        Ended ended;
    };
    using Batch = std::span<const std::shared_ptr<Waiting>>;
    struct Queue {
        std::deque<std::shared_ptr<Waiting>> waiting;
        bool is_busy = false;
    };
    static Task<void> work(std::shared_ptr<Lane> lane, App& app, Queue& queue);
    std::vector<std::shared_ptr<Waiting>> next_batch(Queue& queue) const;
    Task<void> serve(App& app, Batch batch);

    Limits limits_;
    std::map<StoreId, Queue> queues_;
    metrics::Counter transactions_, orders_, halved_;
};

}  // namespace vitrine::orders
