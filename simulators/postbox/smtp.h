#pragma once
#include <memory>

#include "simulators/postbox/service.h"

namespace vitrine::simulators::postbox {

/// A mail server that takes everything (RFC 5321: EHLO, HELO, MAIL, RCPT, DATA, RSET, NOOP, QUIT), with the faults of its postbox.
class SmtpServer {
public:
    /// Listens at once; port 0 takes a free one. std::runtime_error when the port cannot be had.
    SmtpServer(Postbox& box, const std::string& address, unsigned short port);
    ~SmtpServer();
    unsigned short port() const;

private:
    struct Inner;
    std::shared_ptr<Inner> inner_;
};

}  // namespace vitrine::simulators::postbox
