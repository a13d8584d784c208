// Asks of ways to pay as inputs of a form, and back.
#include "modules/storefront/questions.h"

#include <algorithm>

#include "modules/storefront/guard.h"

namespace vitrine::storefront {
namespace {

constexpr size_t longest_answer = 40;

std::string id_of(std::string_view method, std::string_view ask) { return std::string(method) + "-" + std::string(ask); }

std::string said_to(const payments::Question& ask, const payments::Answers& said) {
    auto found = said.find(ask.name);
    return found == said.end() ? std::string() : found->second;
}

std::string fault_of(const payments::Question& ask, const std::vector<Fault>& faults) {
    auto found = std::ranges::find(faults, "/answers/" + ask.name, &Fault::pointer);
    return found == faults.end() ? std::string() : found->detail;
}

html::List choices_of(const payments::Question& ask, const std::string& chosen) {
    html::List list;
    for (const auto& [value, label] : ask.choices) list.push_back(html::Data{{"value", value}, {"label", label}, {"selected", value == chosen}});
    return list;
}

}  // namespace

payments::Answers answers_in(const shape::Fields& form, std::string_view method, const std::vector<payments::Question>& questions) {
    payments::Answers answers;
    for (const auto& ask : questions) answers[ask.name] = field(form, std::string(method) + "." + ask.name).substr(0, longest_answer);
    return answers;
}

html::List question_inputs(std::string_view method, const std::vector<payments::Question>& questions, const payments::Answers& said, const std::vector<Fault>& faults) {
    html::List list;
    for (const auto& ask : questions) {
        bool is_choice = ask.kind == payments::QuestionKind::choice, is_mobile = ask.kind == payments::QuestionKind::mobile;
        auto id = id_of(method, ask.name), fault = fault_of(ask, faults), value = said_to(ask, said);
        std::string described_by = ask.hint.empty() ? "" : id + "-hint";
        if (!fault.empty()) described_by += (described_by.empty() ? "" : " ") + id + "-fault";
        list.push_back(html::Data{{"id", id},
                                  {"name", std::string(method) + "." + ask.name},
                                  {"label", ask.label},
                                  {"hint", ask.hint},
                                  {"fault", fault},
                                  {"described_by", described_by},
                                  {"value", value},
                                  {"type", is_mobile ? "tel" : "text"},
                                  {"inputmode", is_mobile ? "tel" : "numeric"},
                                  {"autocomplete", is_mobile ? "tel" : "off"},
                                  {"maxlength", int(longest_answer)},
                                  {"is_select", is_choice},
                                  {"choices", choices_of(ask, value)}});
    }
    return list;
}

html::Data question_faults(std::string_view method, const std::vector<Fault>& faults) {
    if (faults.empty()) return false;
    html::List items;
    for (const auto& fault : faults) items.push_back(html::Data{{"href", "#" + id_of(method, fault.pointer.substr(fault.pointer.rfind('/') + 1))}, {"text", fault.detail}});
    return html::Data{{"heading", items.size() == 1 ? "One thing needs your attention." : std::to_string(items.size()) + " things need your attention."}, {"items", std::move(items)}};
}

std::string answers_text(const std::vector<payments::Question>& questions, const payments::Answers& said) {
    std::string text;
    for (const auto& ask : questions) {
        auto value = said_to(ask, said);
        auto choice = std::ranges::find(ask.choices, value, &payments::QuestionChoice::value);
        if (choice != ask.choices.end()) value = choice->label;
        if (!value.empty()) text += (text.empty() ? "" : " · ") + value;
    }
    return text;
}

}  // namespace vitrine::storefront
