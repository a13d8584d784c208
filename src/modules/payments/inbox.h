#pragma once
#include <deque>
#include <map>
#include <memory>

#include "modules/payments/gateway.h"
#include "modules/payments/steps.h"

namespace vitrine::payments {

/// A message of a gateway on its way into the inbox: read, its signature found good or its reference found ours.
struct Arrival {
    Ctx ctx;                              ///< of the store it is for, as worker
    std::string gateway;
    WebhookEvent event;
    RawJson headers;
    std::string body;
    std::string state() const;            ///< of its row: received, ignored, quarantined
    /// What is asked about when it is worked: messages of one subject share one job.
    std::string subject() const;
};

/// Where the messages of one loop wait to be written down. While nothing is being written a message goes through at once; while a transaction is under
/// way the arrivals of its store gather, and the next one takes them together: under load a message costs a part of a commit, not one of its own.
class Inbox : public std::enable_shared_from_this<Inbox> {
public:
    static constexpr size_t most_together = 64, most_waiting = 4'000;

    /// Keeps a message and, when it is new and of interest, sees to the job that works it; on disk when this returns. Gives whether it was new. Repeatable:
    /// a known id is not new. Refuses server.overloaded when very many wait. Throws what the database threw; the gateway sends again.
    Task<Result<bool>> keep(App& app, Arrival arrival);

private:
    struct Waiting {
        std::shared_ptr<const Arrival> arrival;
        std::function<void()> done;
        bool is_new = false;
        std::exception_ptr failure;
    };
    struct Queue {
        std::deque<std::shared_ptr<Waiting>> waiting;
        bool is_busy = false;
    };
    using Batch = std::vector<std::shared_ptr<Waiting>>;
    static Task<void> work(std::shared_ptr<Inbox> keeps_queue, App& app, Queue& queue);
    static Task<void> write(App& app, Batch batch);

    std::map<StoreId, Queue> queues_;
};

/// The inbox of this loop, made by the first who asks.
std::shared_ptr<Inbox> inbox_of(App& app);

}  // namespace vitrine::payments
