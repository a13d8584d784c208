#pragma once
// Pure: how a request lives, how long the law keeps papers, what stands where a person stood.
#include "core/transition.h"
#include "modules/privacy/rows.h"
#include "modules/privacy/settings.h"

namespace vitrine::privacy::rules {

inline constexpr TransitionTable<RequestState, 3> life{"privacy request",
                                                       RequestState::waiting,
                                                       {{{RequestState::waiting, "make", RequestState::ready},
                                                         {RequestState::waiting, "erase", RequestState::done},
                                                         {RequestState::waiting, "withdraw", RequestState::withdrawn}}}};

/// How many whole years the law of a country (ISO 3166 alpha-2) keeps invoices for; data/years_kept.csv names the laws. Ten where none is known.
std::int64_t years_kept(std::string_view country);
/// A mailbox that nobody can have (RFC 2606), another one for each person who is forgotten: their orders stay together and are nobody's.
std::string stand_in(RequestId id);
/// When a deletion that something binds is tried again.
inline constexpr Duration postponed_for = 24h;

/// For how many days what is kept, as JSON for the database: the store's own days, else the usual ones.
RawJson days_of(const PrivacySettings& settings);

RequestView view_of(const RequestRow& row);

}  // namespace vitrine::privacy::rules
