// What ways to pay ask of buyers, and how an answer is read. Decided here for pages, programs and gateways alike.
#include <algorithm>

#include "modules/payments/gateway.h"

namespace vitrine::payments {
namespace {

bool are_digits(std::string_view text) { return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; }); }

std::string without_spacing(std::string_view text) {
    std::string out;
    for (char c : text)
        if (c != ' ' && c != '-' && c != '(' && c != ')' && c != '.') out += c;
    return out;
}

/// 03001234567 out of what people write: +92 300 1234567, 0092300…, 923001234567.
std::optional<std::string> mobile_of(std::string_view text) {
    auto number = without_spacing(text);
    for (std::string_view country : {"+92", "0092", "92"})
        if (number.starts_with(country)) {
            number = "0" + number.substr(country.size());
            break;
        }
    bool is_mobile = number.size() == 11 && number.starts_with("03") && are_digits(number);
    return is_mobile ? std::optional(number) : std::nullopt;
}

/// The answer as the gateway takes it; nothing when it is malformed.
std::optional<std::string> read(const Question& ask, const std::string& given) {
    switch (ask.kind) {
        case QuestionKind::mobile: return mobile_of(given);
        case QuestionKind::digits: {
            auto number = without_spacing(given);
            return std::int64_t(number.size()) == ask.length && are_digits(number) ? std::optional(number) : std::nullopt;
        }
        case QuestionKind::choice: {
            if (given.empty() && !ask.choices.empty()) return ask.choices.front().value;
            auto found = std::ranges::find(ask.choices, given, &QuestionChoice::value);
            return found == ask.choices.end() ? std::nullopt : std::optional(found->value);
        }
    }
    return {};
}

std::string advice(const Question& ask) {
    switch (ask.kind) {
        case QuestionKind::mobile: return "Enter a mobile number with 11 digits, such as 0300 1234567";
        case QuestionKind::digits: return "Enter " + std::to_string(ask.length) + " digits";
        case QuestionKind::choice: return "Choose one of what is offered";
    }
    return {};
}

bool is_needed(const Question& ask, const Answers& read_so_far) {
    if (ask.only_for.empty()) return true;
    auto choice = read_so_far.find(ask.only_with);
    return choice != read_so_far.end() && std::ranges::find(ask.only_for, choice->second) != ask.only_for.end();
}

}  // namespace

Result<Answers> read_answers(const std::vector<Question>& questions, const Answers& given) {
    Answers out;
    std::vector<Fault> faults;
    for (const auto& ask : questions) {  // choices stand before what hangs on them
        auto found = given.find(ask.name);
        auto text = found == given.end() ? std::string() : std::string(trim(found->second));
        bool must_have = is_needed(ask, out);
        if (text.empty() && !must_have) continue;
        auto answer = read(ask, text);
        if (answer) out[ask.name] = std::move(*answer);
        else if (must_have) faults.push_back({"/answers/" + ask.name, text.empty() ? "required" : "malformed", advice(ask)});
    }
    if (!faults.empty()) return refuse(refusals::invalid, {}, std::move(faults));
    return out;
}

std::vector<Question> questions_of(const Config& config, const stores::Store& store, std::string_view method) {
    const auto* gateway = find_gateway(method);
    return gateway ? gateway->questions({config, &store, gateway->declaration().settings}) : std::vector<Question>{};
}

Duration payment_window(std::string_view method, const Answers& answers) {
    constexpr Duration unless_said_otherwise = 30min;
    const auto* gateway = find_gateway(method);
    return gateway ? gateway->window(answers) : unless_said_otherwise;
}

std::optional<Next> pass_on(const Config& config, const stores::Store& store, std::string_view code, const shape::Fields& fields, std::string_view base) {
    const auto* gateway = find_gateway(code);
    return gateway ? gateway->pass_on({config, &store, gateway->declaration().settings}, fields, base) : std::nullopt;
}

}  // namespace vitrine::payments
