#pragma once
#include "modules/privacy/api.h"

namespace vitrine::privacy {

struct RequestRow {
    RequestId id;
    Kind kind = Kind::copy;
    RequestState state = RequestState::waiting;
    std::optional<Uuid> customer;
    std::optional<std::string> mailbox;
    std::string asked_by;
    Instant asked_at{}, due{};
    std::int64_t postponed = 0;
    std::vector<std::string> waits_for;
    std::optional<Instant> ended_at;
    std::optional<std::string> ended_by;
    std::optional<std::int64_t> file_bytes;
    std::optional<Instant> file_until;
};
SHAPE(RequestRow, id, kind, state, customer, mailbox, asked_by, asked_at, due, postponed, waits_for, ended_at, ended_by, file_bytes, file_until)

}  // namespace vitrine::privacy
