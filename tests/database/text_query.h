#pragma once
#include <string>
#include <vector>

#include "io/pg/session.h"

namespace vitrine::test {

/// Runs SQL and gives all cells as text. pg::Error.
std::vector<std::vector<std::string>> rows(pg::Session& session, const std::string& sql);

/// What became of a command: rows touched, or the SQLSTATE that refused it.
struct Attempt {
    std::string sqlstate;
    long long touched = 0;
    std::string message;
};
Attempt attempt(pg::Session& session, const std::string& sql);

}  // namespace vitrine::test
