#pragma once
#include <span>

#include "modules/module.h"

namespace vitrine::app {

/// The ordered list of modules: calls go to modules above, news come from below.
std::span<const Module> modules();

/// Jobs of all modules and what they tell each other, once in the program, however often it is called.
void plug_modules();

/// Lets these snapshots show what these rules say that a buyer pays.
void price_by(search::Snapshots& snapshots, std::shared_ptr<const stores::Directory> stores, std::shared_ptr<const quotes::Rulebook> rulebook);

}  // namespace vitrine::app
