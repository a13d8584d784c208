#pragma once
// Papers of a person who is forgotten: what tax law keeps of them stands sealed.
#include "modules/documents/api.h"

namespace vitrine::documents {

/// Who is forgotten: the account, if any, and the mailboxes and the forms in which modules compare them.
struct Buyer {
    std::optional<Uuid> account;
    std::vector<std::string> mailboxes, keys;
};

/// Seals the papers of this buyer's orders under the process's master key and takes the buyer off what can be read, in the caller's transaction; each stays sealed for `years`
/// whole years after the one it was issued in. Repeatable: what is sealed stays as it is. Gives how many were sealed.
Task<std::int64_t> seal_papers(App& app, pg::Tx& tx, Buyer buyer, std::int64_t years);

/// The paper as it was issued, out of its seal; one that was never sealed as ever. Drawn off the loop. Refuses documents.not_found, documents.seal_over (the time the law keeps it
/// for has passed, or the key is another).
Task<Result<Print>> print_original(App& app, Ctx ctx, DocumentId id);
inline constexpr RefusalKind seal_over{"documents.seal_over", 410, "The original of this document is no longer kept"};

}  // namespace vitrine::documents
