// Catalog files in CSV, ours and those of other systems, in whatever encoding: what is read does not depend on how the bytes arrive.
#include "tests/fuzz/import_files.h"
#include "tests/fuzz/target.h"

namespace vitrine::fuzz {

void csv(std::string_view bytes) {
    Input input(bytes);
    auto format = input.decision();
    std::size_t piece = 1 + input.decision();
    auto file = input.rest();
    if (file.starts_with("PK\x03\x04")) return;  // another target's
    must(read_file(file, format, file.size() + 1) == read_file(file, format, piece), "a file is the same in pieces of any size");
}

}  // namespace vitrine::fuzz
