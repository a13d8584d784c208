#include <filesystem>

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include "io/http/testing.h"

namespace vitrine::http {
namespace {

using namespace testing;

struct Env {};
Task<Result<Response>> hello(Env&, Ctx, const Request& request) {
    co_return json_text(request.is_tls ? "{\"tls\":true}" : "{}");
}
Task<Result<Response>> large(Env&, Ctx) { co_return json_text(std::string(3 << 20, 'x')); }

/// A key and a certificate for localhost that nobody signed but itself.
void write_certificate(const std::string& certificate_file, const std::string& key_file) {
    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
    std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), X509_free);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
    X509_set_pubkey(certificate.get(), key.get());
    auto* name = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
    X509_set_issuer_name(certificate.get(), name);
    X509_sign(certificate.get(), key.get(), EVP_sha256());
    auto* out = std::fopen(certificate_file.c_str(), "w");
    PEM_write_X509(out, certificate.get());
    std::fclose(out);
    out = std::fopen(key_file.c_str(), "w");
    PEM_write_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    std::fclose(out);
}

class TlsClient {
public:
    TlsClient(unsigned short port, int most_version) : client_(port), context_(SSL_CTX_new(TLS_client_method())) {
        SSL_CTX_set_max_proto_version(context_, most_version);
        ssl_ = SSL_new(context_);
        SSL_set_fd(ssl_, client_.descriptor());
        is_open_ = SSL_connect(ssl_) == 1;
    }
    ~TlsClient() {
        SSL_free(ssl_);
        SSL_CTX_free(context_);
    }
    bool is_open() const { return is_open_; }
    std::string version() const { return SSL_get_version(ssl_); }
    std::string ask(std::string_view request) {
        SSL_write(ssl_, request.data(), int(request.size()));
        std::string all;
        char bytes[16 * 1024];
        for (int count; (count = SSL_read(ssl_, bytes, sizeof bytes)) > 0;) all.append(bytes, size_t(count));
        ended_well_ = SSL_get_error(ssl_, 0) == SSL_ERROR_ZERO_RETURN;
        return all;
    }
    bool ended_well() const { return ended_well_; }

private:
    Client client_;
    SSL_CTX* context_;
    SSL* ssl_ = nullptr;
    bool is_open_ = false, ended_well_ = false;
};

struct tls : ::testing::Test {
    Env env;
    std::string folder = "/tmp/vitrine-tls-test-" + std::to_string(::getpid());
    std::unique_ptr<TestServer> running;
    ServerOptions options;
    void SetUp() override {
        std::filesystem::create_directories(folder);
        options.tls_certificate_file = folder + "/certificate.pem";
        options.tls_key_file = folder + "/key.pem";
        write_certificate(options.tls_certificate_file, options.tls_key_file);
    }
    void TearDown() override {
        running.reset();
        std::filesystem::remove_all(folder);
    }
    void start() {
        Routes<Env> routes;
        routes.get("/hello", hello);
        routes.get("/large", large);
        running = std::make_unique<TestServer>(routes.take(), &env, options);
    }
};

TEST_F(tls, speaks_version_1_3_and_nothing_older) {
    start();
    TlsClient modern(running->port(), TLS1_3_VERSION);
    ASSERT_TRUE(modern.is_open());
    EXPECT_EQ(modern.version(), "TLSv1.3");
    TlsClient old(running->port(), TLS1_2_VERSION);
    EXPECT_FALSE(old.is_open());
}

TEST_F(tls, answers_over_it_with_strict_transport_security_and_closes_well) {
    start();
    TlsClient client(running->port(), TLS1_3_VERSION);
    auto all = client.ask(get("/hello", "Connection: close\r\n"));
    EXPECT_NE(all.find("{\"tls\":true}"), std::string::npos);
    EXPECT_NE(all.find("Strict-Transport-Security: "), std::string::npos);
    EXPECT_TRUE(client.ended_well());
    TlsClient pipelined(running->port(), TLS1_3_VERSION);
    auto two = pipelined.ask(get("/large") + get("/hello", "Connection: close\r\n"));
    EXPECT_GT(two.size(), size_t(3 << 20));
    EXPECT_NE(two.find("{\"tls\":true}"), std::string::npos);
}

TEST_F(tls, gives_no_time_to_who_does_not_shake_hands) {
    options.header_timeout_ms = 60;
    start();
    Client mute(running->port());
    EXPECT_TRUE(mute.is_closed());
}

TEST_F(tls, does_not_start_without_its_key) {
    std::filesystem::remove(options.tls_key_file);
    EXPECT_THROW(start(), std::runtime_error);
    options.tls_key_file.clear();
    EXPECT_THROW(start(), std::runtime_error);
}

}  // namespace
}  // namespace vitrine::http
