#include "simulators/framework/control.h"

#include "core/text.h"

namespace vitrine::simulators {
namespace {

std::string fault_options() {
    std::string out;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<FaultKind>>([&](auto e) { out += "<option>" + std::string(e.name) + "</option>"; });
    return out;
}

std::string fault_rows(const Service& service) {
    std::string out;
    for (const auto& rule : service.faults.rules())
        out += "<tr><td>" + escape_html(rule.call) + "<td>" + boost::describe::enum_to_string(rule.kind, "") + "<td>" + std::to_string(rule.times.value_or(1));
    return out;
}

std::string sent_rows(const Service& service) {
    std::string out;
    for (const auto& sent : service.webhooks.log())
        out += "<tr><td>" + escape_html(sent.type) + "<td>" + std::to_string(sent.attempt) + "<td>" + std::to_string(sent.status);
    return out;
}

struct FaultForm {
    std::string call;
    FaultKind kind = FaultKind::error;
    std::int64_t times = 1;
};
SHAPE(FaultForm, call, kind, times)

}  // namespace

http::Response show_faults(const Service& service) { return http::json_text("{\"items\":" + to_json(service.faults.rules()) + "}"); }

http::Response show_sent(const Service& service) {
    std::string out = "{\"items\":[";
    bool first = true;
    for (const auto& sent : service.webhooks.log()) {
        if (!std::exchange(first, false)) out += ',';
        out += "{\"type\":";
        shape::write_string(out, sent.type);
        out += ",\"attempt\":" + std::to_string(sent.attempt) + ",\"status\":" + std::to_string(sent.status) + "}";
    }
    return http::json_text(out + "]}");
}

http::Response control_page(const Service& service) {
    return http::html("<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'><title>" + escape_html(service.name) + " simulator</title><main><h1>" + escape_html(service.name) +
                      " simulator</h1>" + service.control_html() + "<h2>Faults</h2><form method=post action=/_control><label>Call <input name=call value='*' required></label> <label>Fault <select name=kind>" +
                      fault_options() + "</select></label> <label>Times (0: always) <input name=times type=number min=0 value=1></label> <button>Add</button></form><table><tr><th>Call<th>Fault<th>Times left" +
                      fault_rows(service) + "</table><h2>Webhooks sent</h2><table><tr><th>Type<th>Attempt<th>Answer" + sent_rows(service) + "</table></main></html>");
}

Result<http::Response> add_fault_from_form(Service& service, const http::Request& request) {
    auto fields = http::parse_form(request.body);
    if (!fields) return refuse(refusals::malformed);
    auto form = read_fields<FaultForm>(*fields, UnknownFields::ignore);
    if (!form) return refuse(std::move(form.error()));
    service.faults.add({form->call, form->kind, form->times, {}, {}});
    return http::see_other("/_control");
}

}  // namespace vitrine::simulators
