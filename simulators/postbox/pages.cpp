#include <ranges>

#include "simulators/postbox/service.h"

namespace vitrine::simulators::postbox {
namespace {

std::string framed(std::string_view title, const std::string& body) {
    return "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'><title>" + escape_html(title) +
           "</title><style>body{font:16px/1.5 system-ui,sans-serif;max-width:60em;margin:2em auto;padding:0 1em}table{border-collapse:collapse;width:100%}td,th{text-align:start;padding:.4em;border-bottom:1px "
           "solid #ddd}iframe{width:100%;height:44em;border:1px solid #ddd}pre{white-space:pre-wrap;background:#f6f6f6;padding:1em}</style><main>" +
           body + "</main></html>";
}

}  // namespace

http::Response list_page(const Postbox& box) {
    std::string body = "<h1>Postbox</h1><p>Everything the shop has sent. <a href=/_control>Faults</a></p><h2>Mail</h2><table><tr><th>No<th>When<th>To<th>Subject<th>";
    for (const auto& mail : box.mails | std::views::reverse)
        body += "<tr><td>" + std::to_string(mail.number) + "<td>" + format_rfc3339(mail.at).substr(11, 8) + "<td>" + escape_html(mail.envelope_to) + "<td><a href=/mails/" + std::to_string(mail.number) +
                "><bdi>" + escape_html(mail.message.subject) + "</bdi></a><td>" + (mail.is_repeat ? "again" : "");
    body += "</table><h2>Short messages</h2><table><tr><th>No<th>To<th>From<th>Text";
    for (const auto& one : box.messages | std::views::reverse)
        body += "<tr><td>" + std::to_string(one.number) + "<td>" + escape_html(one.to) + "<td>" + escape_html(one.from) + "<td><bdi>" + escape_html(one.text) + "</bdi>";
    return http::html(framed("Postbox", body + "</table>"));
}

http::Response mail_page(const Mail& mail) {
    auto number = std::to_string(mail.number);
    auto head = mail.raw.substr(0, mail.raw.find("\r\n\r\n"));
    return http::html(framed(mail.message.subject, "<p><a href=/>All mail</a></p><h1><bdi>" + escape_html(mail.message.subject) + "</bdi></h1><p>From " + escape_html(mail.message.from) + " to " +
                                                       escape_html(mail.envelope_to) + "</p><iframe sandbox title='The mail as HTML' src=/mails/" + number + "/html></iframe><h2>As text</h2><pre dir=auto>" +
                                                       escape_html(mail.message.text) + "</pre><h2>Headers</h2><pre>" + escape_html(head) + "</pre>"));
}

}  // namespace vitrine::simulators::postbox
