#pragma once
// What is fuzzed: functions that take any bytes, do with them what the program does with bytes from outside, and say where something untrue came out.
// libFuzzer runs them one by one under the sanitizers (tests/fuzz/run.py); the suite runs all of them over the kept inputs and changed ones (fuzz_test.cpp).
#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::fuzz {

/// What must hold for any input does not hold for this one.
struct Untrue : std::logic_error {
    using std::logic_error::logic_error;
};
inline void must(bool holds, std::string_view what) {
    if (!holds) throw Untrue(std::string(what));
}

/// Takes decisions off the front of an input, and text off what is left. At its end decisions are zero and texts are empty.
class Input {
public:
    explicit Input(std::string_view bytes) : left_(bytes) {}
    unsigned decision() {
        if (left_.empty()) return 0;
        auto byte = static_cast<unsigned char>(left_.front());
        left_.remove_prefix(1);
        return byte;
    }
    std::string_view line() { return until('\n'); }
    std::string_view until(char mark) {
        auto end = std::min(left_.find(mark), left_.size());
        auto text = left_.substr(0, end);
        left_.remove_prefix(std::min(end + 1, left_.size()));
        return text;
    }
    std::string_view rest() const { return left_; }

private:
    std::string_view left_;
};

void csv(std::string_view bytes);
void forms(std::string_view bytes);
void html(std::string_view bytes);
void http_request(std::string_view bytes);
void live_cart(std::string_view bytes);
void multipart(std::string_view bytes);
void query(std::string_view bytes);
void shapes(std::string_view bytes);
void tokens(std::string_view bytes);
void web_socket(std::string_view bytes);
void webhooks(std::string_view bytes);
void xlsx(std::string_view bytes);

struct Target {
    std::string_view name;
    void (*run)(std::string_view bytes);
};
inline constexpr std::array<Target, 12> targets{{{"csv", csv},
                                                 {"forms", forms},
                                                 {"html", html},
                                                 {"http_request", http_request},
                                                 {"live_cart", live_cart},
                                                 {"multipart", multipart},
                                                 {"query", query},
                                                 {"shapes", shapes},
                                                 {"tokens", tokens},
                                                 {"web_socket", web_socket},
                                                 {"webhooks", webhooks},
                                                 {"xlsx", xlsx}}};

}  // namespace vitrine::fuzz
