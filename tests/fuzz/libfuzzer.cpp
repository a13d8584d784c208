// One program a target: VITRINE_FUZZ_TARGET is its name.
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    vitrine::fuzz::VITRINE_FUZZ_TARGET({reinterpret_cast<const char*>(bytes), size});
    return 0;
}
