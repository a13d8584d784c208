#pragma once
#include <span>
#include <string>

#include "modules/search/slots.h"

namespace vitrine::search {

/// Fills a slot that nothing answers with what may have been meant: words that sound the same, in this script or another; words a few letters off; the word taken
/// apart ("gelpen"). Gives how the word should have been written; empty when there is nothing or it only stands in another script.
std::string correct(std::span<const Part> parts, Slot& slot, const std::string& word, bool may_be_beginning);

}  // namespace vitrine::search
