// The short form of fuzzing, for every run of the suite: each target over its kept inputs and over changed ones, the same each time. The long form is tests/fuzz/run.py.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include <gtest/gtest.h>

#include "tests/fuzz/target.h"

namespace vitrine::fuzz {
namespace {

std::vector<std::string> kept_inputs(std::string_view target) {
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator("tests/fuzz/corpus/" + std::string(target))) paths.push_back(entry.path());
    std::ranges::sort(paths);
    std::vector<std::string> inputs;
    for (const auto& path : paths) {
        std::ifstream file(path, std::ios::binary);
        inputs.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    return inputs;
}

/// Changes inputs as a fuzzer does that sees nothing: bits, bytes, ranges, and pieces of other inputs.
class Changer {
public:
    Changer(std::uint64_t seed, const std::vector<std::string>& inputs) : dice_(seed), inputs_(inputs) {}

    std::string next() {
        auto input = any();
        for (auto changes = 1 + below(6); changes > 0; --changes) change(input);
        return input;
    }

private:
    std::size_t below(std::size_t bound) { return std::uniform_int_distribution<std::size_t>(0, bound - 1)(dice_); }
    const std::string& any() { return inputs_[below(inputs_.size())]; }

    void change(std::string& input) {
        static constexpr std::string_view odd("\0\n\r\"'<>&=;,.%+/\\{}[]:- 0919\x7f\x80\xff", 30);
        auto at = below(input.size() + 1), length = 1 + below(8);
        switch (below(7)) {
            case 0:
                if (at < input.size()) input[at] = char(input[at] ^ (1 << below(8)));
                return;
            case 1:
                if (at < input.size()) input[at] = odd[below(odd.size())];
                return;
            case 2: return void(input.insert(at, 1, odd[below(odd.size())]));
            case 3: return void(input.erase(at, length));
            case 4: return void(input.insert(at, input.substr(below(input.size() + 1), 4 * length)));
            case 5: return void(input.resize(at));
            default: {
                const auto& other = any();
                input = input.substr(0, at) + other.substr(below(other.size() + 1));
            }
        }
    }

    std::mt19937_64 dice_;
    const std::vector<std::string>& inputs_;
};

std::string shown(std::string_view bytes) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string out;
    for (unsigned char c : bytes.substr(0, 2'000)) {
        if (c >= 0x20 && c < 0x7f && c != '\\') out += char(c);
        else out += "\\x", out += digits[c >> 4], out += digits[c & 15];
    }
    return out;
}

struct fuzz : ::testing::TestWithParam<Target> {
    static bool holds(std::string_view input, const char* what) {
        try {
            GetParam().run(input);
            return true;
        } catch (const std::exception& why) {
            ADD_FAILURE() << what << ": " << why.what() << "\n" << shown(input);
            return false;
        }
    }
};

TEST_P(fuzz, holds_for_every_kept_input) {
    auto inputs = kept_inputs(GetParam().name);
    ASSERT_FALSE(inputs.empty()) << "a target without inputs tries nothing";
    for (const auto& input : inputs) holds(input, "a kept input");
    holds("", "nothing at all");
}

TEST_P(fuzz, holds_for_changed_inputs) {
    auto inputs = kept_inputs(GetParam().name);
    ASSERT_FALSE(inputs.empty());
    const char* said = std::getenv("VITRINE_FUZZ_SEED");
    std::uint64_t seed = said ? std::strtoull(said, nullptr, 10) : 1;
    Changer changer(seed, inputs);
    int tries = std::getenv("VITRINE_LONG") ? 100'000 : 1'500;
    for (int i = 0; i < tries; ++i)
        if (!holds(changer.next(), "a changed input")) return;
}

INSTANTIATE_TEST_SUITE_P(all, fuzz, ::testing::ValuesIn(targets), [](const auto& one) { return std::string(one.param.name); });

}  // namespace
}  // namespace vitrine::fuzz
