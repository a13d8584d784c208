#include "io/jobs/jobs.h"
#include "io/jobs/sql.h"
#include "io/jobs/wake.h"

namespace vitrine::jobs {

void publish_all(pg::Tx& tx, std::vector<Publication> news) {
    if (news.empty()) return;
    auto now = tx.ctx().now;
    std::vector<EventId> events;
    std::vector<std::string> names, aggregates, kinds, actors, requests, requests_of_jobs;
    std::vector<RawJson> payloads;
    std::vector<std::int64_t> news_places;
    std::vector<JobId> ids;
    for (auto& piece : news) {
        events.push_back(EventId::next(now));
        for (const auto& subscriber : Registry::global().subscribers(piece.name)) {
            news_places.push_back(std::int64_t(events.size()));  // counted from 1, as SQL does
            ids.push_back(JobId::next(now));
            kinds.push_back(subscriber);
            requests_of_jobs.push_back(piece.request_id.empty() ? tx.ctx().request_id : piece.request_id);
        }
        names.push_back(std::move(piece.name));
        aggregates.push_back(std::move(piece.aggregate));
        payloads.push_back({std::move(piece.payload)});
        actors.push_back(piece.actor.empty() ? tx.ctx().actor : std::move(piece.actor));
        requests.push_back(piece.request_id.empty() ? tx.ctx().request_id : std::move(piece.request_id));
    }
    tx.send(sql::publish_news(events, names, aggregates, payloads, actors, requests, news_places, ids, kinds, requests_of_jobs, now));
    if (!ids.empty()) announce_after_commit(tx);
}

void later_all(pg::Tx& tx, std::vector<Timer> timers) {
    if (timers.empty()) return;
    std::vector<JobId> ids;
    std::vector<std::string> kinds, aggregates;
    std::vector<Instant> dues;
    std::vector<RawJson> payloads;
    std::vector<bool> onces;
    bool is_one_due = false;
    for (auto& timer : timers) {
        ids.push_back(JobId::next(tx.ctx().now));
        kinds.push_back(std::move(timer.kind));
        aggregates.push_back(std::move(timer.aggregate));
        dues.push_back(timer.due);
        payloads.push_back({std::move(timer.payload)});
        onces.push_back(timer.only_once);
        is_one_due |= timer.due <= tx.ctx().now;
    }
    tx.send(sql::add_timers(ids, kinds, aggregates, dues, payloads, onces, tx.ctx().request_id));
    if (is_one_due) announce_after_commit(tx);
}

}  // namespace vitrine::jobs
