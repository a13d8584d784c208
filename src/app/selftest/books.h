#pragma once
#include <cstdint>
#include <map>
#include <string>

#include "io/pg/db.h"

namespace vitrine::selftest {

/// Figures by name: "ledger surplus INR", "receipts order count".
using Books = std::map<std::string, std::int64_t>;

/// Every figure that money or goods have left in the ctx's store. Reads only.
Task<Books> books_of(pg::Db& db, Ctx ctx);
/// What has changed; names whose figure stood still are left out.
Books difference(const Books& before, const Books& after);
/// A line for each.
std::string text_of(const Books& books);

}  // namespace vitrine::selftest
