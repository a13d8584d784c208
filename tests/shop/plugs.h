#pragma once

namespace vitrine::test {

/// Jobs of all modules and what they tell each other, once in the program, as `serve` does at its start.
void plug_modules_once();

}  // namespace vitrine::test
