#pragma once
// Who changed what, with the values before and after, chained so that no entry can be changed, taken out or slipped in unnoticed. Tables say in their migrations that they are audited
// (call vitrine.audit(…)); triggers write. See docs/adr/0034-audit-log.md for what the chain proves and what it does not.
#include <optional>
#include <string>
#include <vector>

#include "core/id.h"
#include "core/result.h"
#include "core/shape.h"
#include "core/whole.h"
#include "io/pg/db.h"

namespace vitrine::audit {

using EntryId = Id<"aud">;

/// Queues an entry about what is no change of a row and still to be known: `action` a verb ("view"), `subject` a kind of thing ("orders.orders"), `key` which of them, `details` why and how, without
/// secrets and without what tells of a person. Actor, store, role and request are the transaction's.
void note(pg::Tx& tx, std::string action, std::string subject, std::string key, RawJson details);

struct Kept {
    std::int64_t sealed = 0;   ///< entries that joined their store's chain
    std::int64_t trimmed = 0;  ///< entries that were taken off after their year
};

/// Chains what was written since the last call, in all stores; and takes off whole months that have been over for a year, as far as they hold. Tells the log where each chain ends, at most once an hour
/// and store: an anchor outside the database, for `vitrine verify audit --anchor`. Repeatable; several processes may do it at once. `db` runs as vitrine_app, `worker` as vitrine_worker.
Task<Kept> keep(pg::Db& db, pg::Db& worker, Instant now);

struct EntryFilter {
    std::optional<std::string> actor, subject, key, action, request_id;   ///< key: of a row, as entries show it, or an id as the program shows it ("prod_…")
    std::optional<Instant> from, until;    ///< to the millisecond
    std::optional<Whole<1, 200>> limit;
    std::optional<std::string> cursor;
};
SHAPE(EntryFilter, actor, subject, key, action, request_id, from, until, limit, cursor)

struct EntryView {
    EntryId id;
    Instant at{};
    std::string actor;                     ///< "usr_…", "key_…", "job:…", "cli", "database:…" for work past the program
    std::string role;
    std::string request_id;
    std::string action;                    ///< insert, update, delete, or the verb of a note
    std::string subject;                   ///< a table, "prices.price_lists"
    std::string key;                       ///< of the row within its store; empty for a store's one row and for many
    std::int64_t rows = 1;                 ///< more than one: a statement that changed many, of which before and after are fingerprints
    std::optional<RawJson> before, after;  ///< what differs; "(not kept)" stands for secrets and for what tells of a person
    std::optional<std::int64_t> position;  ///< in the store's chain; none for the seconds before it is sealed
};
SHAPE(EntryView, id, at, actor, role, request_id, action, subject, key, rows, before, after, position)

struct EntryPage {
    std::vector<EntryView> items;
    std::optional<std::string> next_cursor;
};
SHAPE(EntryPage, items, next_cursor)

/// The store's entries, newest first. Refuses request.invalid for a cursor that is none of ours.
Task<Result<EntryPage>> list(pg::Db& db, Ctx ctx, EntryFilter filter);

}  // namespace vitrine::audit
