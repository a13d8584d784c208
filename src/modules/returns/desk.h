#pragma once
// What staff does with returns, inside one transaction each.
#include "modules/returns/steps.h"

namespace vitrine::returns {

/// What a decision names beside the return.
struct AtVersion {
    ReturnId id;
    std::optional<std::int64_t> version;   ///< only while it is still this one
};

/// Lets the goods come: what is wanted in exchange is kept from now on, and a courier is asked to fetch them where that was wished (in the background). Refuses returns.not_found,
/// returns.illegal_move, request.stale_version, stock.short.
Task<Result<ReturnView>> approve_in(pg::Tx& tx, App& app, AtVersion what, std::string words);
/// Refuses returns.not_found, returns.illegal_move, request.stale_version.
Task<Result<ReturnView>> reject_in(pg::Tx& tx, App& app, AtVersion what, std::string words);
/// The goods are here. Refuses as reject_in.
Task<Result<ReturnView>> receive_in(pg::Tx& tx, App& app, AtVersion what, std::string words);
/// What was found, line by line: sellable pieces go back to the warehouse they came from with a movement `returned`, damaged ones are written off, both are owed for; refused ones are
/// neither. Where the terms say so, what is owed is given at once in the background. Refuses as reject_in, request.invalid.
Task<Result<ReturnView>> inspect_in(pg::Tx& tx, App& app, AtVersion what, std::vector<rules::Inspected> found);
/// Staff settles it otherwise, or the goods never came. Refuses as reject_in.
Task<Result<ReturnView>> close_in(pg::Tx& tx, App& app, AtVersion what, std::string words);
/// A person has seen to what it waited for. Repeatable. Refuses returns.not_found.
Task<Result<ReturnView>> settle_attention_in(pg::Tx& tx, App& app, ReturnId id);

/// What was kept in exchange is free when its days are over; a person is told.
Task<void> free_in_time(App& app, const jobs::Attempt& attempt, const OneReturn& what);

}  // namespace vitrine::returns
