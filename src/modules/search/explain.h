#pragma once
#include "modules/search/match.h"
#include "modules/search/rank.h"

namespace vitrine::search {

/// Works out again, for one hit, what its place was made of.
HitExplanation explain(const Part& part, size_t index, std::uint32_t doc, const TextMatches& matches, const Tuning& tuning, const Ranking& ranking);

}  // namespace vitrine::search
