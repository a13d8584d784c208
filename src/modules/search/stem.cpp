#include "modules/search/stem.h"

#include <libstemmer.h>

#include <memory>
#include <stdexcept>

#include "modules/search/fold.h"
#include "modules/search/letters.h"

namespace vitrine::search {
namespace {

struct Close {
    void operator()(sb_stemmer* stemmer) const { sb_stemmer_delete(stemmer); }
};
using Stemmer = std::unique_ptr<sb_stemmer, Close>;

Stemmer open(const char* language) {
    Stemmer stemmer(sb_stemmer_new(language, "UTF_8"));
    if (!stemmer) throw std::runtime_error(std::string("Snowball knows no stems for ") + language);
    return stemmer;
}

std::string run(sb_stemmer* stemmer, std::string_view word) {
    const auto* stemmed = sb_stemmer_stem(stemmer, reinterpret_cast<const sb_symbol*>(word.data()), int(word.size()));
    if (!stemmed) throw std::bad_alloc();
    return {reinterpret_cast<const char*>(stemmed), size_t(sb_stemmer_length(stemmer))};
}

}  // namespace

std::string stem(std::string_view folded) {
    thread_local const Stemmer english = open("english"), hindi = open("hindi");
    if (folded.size() < 3 || has_digit(folded)) return std::string(folded);
    if (is_ascii(folded)) return run(english.get(), folded);
    if (is_devanagari(code_points(folded.substr(0, 3))[0])) return run(hindi.get(), folded);
    return std::string(folded);
}

}  // namespace vitrine::search
